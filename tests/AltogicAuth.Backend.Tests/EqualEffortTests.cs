using AltogicAuth.Backend.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AltogicAuth.Backend.Tests;

/// <summary>
/// What the backend does for a number must not depend on whether an account has it, where it takes long: hashes are counted, and for a
/// sign-in statements too. The site gives all other responses the same duration.
/// </summary>
public sealed class EqualEffortTests : IAsyncLifetime
{
    private const string LogPrefix = "SQL: ";
    private const string WrongPassword = "a wrong phrase";

    private readonly CountingHasher _hasher = new();
    private BackendHost _backend = null!;
    private Caller _caller = null!;
    private string[] _numbers = [];

    public async ValueTask InitializeAsync()
    {
        _backend = await BackendHost.StartAsync(
            wire: services => services
                .AddSingleton<IPasswordHasher<UserRecord>>(_hasher)
                .AddLogging(logging => logging.AddFilter("AltogicAuth.Backend.Data", LogLevel.Debug)),
            settings: ("RateLimits:Enabled", "true"));
        _caller = _backend.NewCaller();
        var (_, known, _) = await _backend.NewPhoneUserAsync();
        await _caller.PostAsync("auth/signup-phone", new { phone = "+905551111111", password = "secret phrase" });
        _numbers = [known, "+905551111111", "+905552222222"];
        // The first password of an unknown user is compared with a hash that is made for it.
        await _caller.PostAsync("auth/signin-phone", new { phone = "+905553333333", password = WrongPassword });
        foreach (var worker in _backend.Services.GetServices<IHostedService>().OfType<BackgroundService>())
        {
            // They write behind the responses.
            await worker.StopAsync(TestContext.Current.CancellationToken);
        }
    }

    public ValueTask DisposeAsync() => _backend.DisposeAsync();

    [Fact]
    public async Task Rejected_sign_in_does_the_same_for_every_number()
    {
        var efforts = new List<(int Hashes, string Statements)>();
        foreach (var phone in _numbers)
        {
            efforts.Add(await EffortOfAsync("auth/signin-phone", new { phone, password = WrongPassword }));
        }

        Assert.Equal(1, Assert.Single(efforts.Distinct()).Hashes);
    }

    [Fact]
    public async Task Sign_up_hashes_a_password_for_every_number()
    {
        foreach (var phone in _numbers)
        {
            Assert.Equal(1, (await EffortOfAsync("auth/signup-phone", new { phone, password = "another phrase" })).Hashes);
        }
    }

    [Theory]
    [InlineData("send-code")]
    [InlineData("send-reset-code")]
    [InlineData("resend-code")]
    [InlineData("signin-code")]
    [InlineData("verify-phone")]
    [InlineData("reset-pwd-code")]
    public async Task Call_about_a_code_hashes_no_password_for_any_number(string call)
    {
        foreach (var phone in _numbers)
        {
            var path = $"auth/{call}?phone={Uri.EscapeDataString(phone)}&code=0000";

            Assert.Equal(0, (await EffortOfAsync(path, new { newPassword = "another phrase" })).Hashes);
        }
    }

    private async Task<(int Hashes, string Statements)> EffortOfAsync(string path, object body)
    {
        var (hashes, statements) = (_hasher.Count, Statements().Count);
        await _caller.PostAsync(path, body);
        return (_hasher.Count - hashes, string.Join('\n', Statements().Skip(statements)));
    }

    private List<string> Statements() =>
        [.. _backend.Log.Lines.Where(line => line.Text.StartsWith(LogPrefix, StringComparison.Ordinal)).Select(line => line.Text)];

    private sealed class CountingHasher : PasswordHasher<UserRecord>
    {
        private int _count;

        public int Count => _count;

        public override string HashPassword(UserRecord user, string password)
        {
            Interlocked.Increment(ref _count);
            return base.HashPassword(user, password);
        }

        public override PasswordVerificationResult VerifyHashedPassword(UserRecord user, string hashedPassword, string providedPassword)
        {
            Interlocked.Increment(ref _count);
            return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
