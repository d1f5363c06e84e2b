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
        var efforts = new List<Effort>();
        foreach (var phone in _numbers)
        {
            efforts.Add(await EffortOfAsync("auth/signin-phone", new { phone, password = WrongPassword }));
        }

        Assert.Equal(["invalid_credentials", "phone_not_verified", "user_not_found"], efforts.Select(effort => effort.ErrorCode));
        var (hashes, statements) = Assert.Single(efforts.Select(effort => (effort.Hashes, effort.Statements)).Distinct());
        Assert.Equal(1, hashes);
        Assert.NotEmpty(statements);
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
    [InlineData("send-code", null, "phone_not_verified", "user_not_found")]
    [InlineData("send-reset-code", null, "phone_not_verified", "user_not_found")]
    [InlineData("resend-code", "phone_already_verified", null, "user_not_found")]
    [InlineData("signin-code", "invalid_access_token", "invalid_access_token", "user_not_found")]
    [InlineData("verify-phone", "phone_already_verified", "invalid_access_token", "user_not_found")]
    [InlineData("reset-pwd-code", "invalid_access_token", "invalid_access_token", "user_not_found")]
    public async Task Call_about_a_code_hashes_no_password_for_any_number(string call, params string?[] codes)
    {
        foreach (var (phone, code) in _numbers.Zip(codes))
        {
            var effort = await EffortOfAsync($"auth/{call}?phone={Uri.EscapeDataString(phone)}&code=0000", new { newPassword = "another phrase" });

            Assert.Equal((code, 0), (effort.ErrorCode, effort.Hashes));
        }
    }

    private async Task<Effort> EffortOfAsync(string path, object body)
    {
        var (hashes, statements) = (_hasher.Count, Statements().Count);
        var result = await _caller.PostAsync(path, body);
        return new Effort(result.Code, _hasher.Count - hashes, string.Join('\n', Statements().Skip(statements)));
    }

    private List<string> Statements() =>
        [.. _backend.Log.Lines.Where(line => line.Text.StartsWith(LogPrefix, StringComparison.Ordinal)).Select(line => line.Text)];

    private sealed record Effort(string? ErrorCode, int Hashes, string Statements);

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
