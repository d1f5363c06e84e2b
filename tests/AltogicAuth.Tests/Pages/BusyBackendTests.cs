using System.Net;
using AltogicAuth.Backend.Data;
using AltogicAuth.Tests.App;
using AltogicAuth.Tests.Shared;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;

namespace AltogicAuth.Tests.Pages;

/// <summary>Sign-ins while the backend hashes as many passwords as it can, and visitors who do not wait for that.</summary>
[Trait("Backend", "Embedded")]
public sealed class BusyBackendTests : IAsyncDisposable
{
    private readonly HeldHasher _hasher = new();
    private readonly AfterCall _afterSignIn = new("auth/signin-email");
    private readonly TestApp _app;

    public BusyBackendTests() => _app = new TestApp
    {
        Settings = { ["Backend:PasswordWorkers"] = "1", ["Backend:PasswordQueueLength"] = "1" },
        Wire = services =>
        {
            services.Replace(ServiceDescriptor.Singleton<IPasswordHasher<UserRecord>>(_hasher));
            services.PostConfigureAll<HttpClientFactoryOptions>(options =>
                options.HttpMessageHandlerBuilderActions.Add(handler => handler.AdditionalHandlers.Insert(0, _afterSignIn)));
        },
    };

    public async ValueTask DisposeAsync()
    {
        _hasher.LetGo();
        await _app.DisposeAsync();
        _hasher.Dispose();
        _afterSignIn.Dispose();
    }

    [Fact]
    public async Task Busy_backend_rejects_a_sign_in_with_retry_after()
    {
        var (member, user) = await _app.NewLoggedInAsync();
        var first = await HoldSignInAsync(user);
        Task<Page>[] next = [LogInAsync(user), LogInAsync(user)];

        var rejected = await await Task.WhenAny(next);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, rejected.Status);
        Assert.Equal("2", rejected.Header("Retry-After"));
        Assert.StartsWith("Too many people are using this service at the moment.", rejected.Document.QuerySelector(".error-summary p")!.TextContent.Trim());
        Assert.Equal(user.Email, rejected.ValueOf("Input_Identifier"));
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await LogInAsync(user)).Status);
            Assert.Equal(HttpStatusCode.OK, (await member.OpenAsync("/profile")).Status);
        }

        _hasher.LetGo();
        Assert.Equal(HttpStatusCode.SeeOther, (await first).Status);
        Assert.Single(await Task.WhenAll(next), page => page.Status == HttpStatusCode.SeeOther);
    }

    [Fact]
    public async Task Request_aborted_during_the_password_check_makes_no_session()
    {
        var (member, user) = await _app.NewLoggedInAsync();
        var leaver = _app.NewVisitor();
        var form = await leaver.OpenAsync("/login");
        using var leaving = new CancellationTokenSource();
        _hasher.Hold();
        var pending = leaver.SubmitAsync(form, "main form", leaving.Token, ("Identifier", user.Email), ("Password", user.Password));
        await SignInHeldAsync();

        await leaving.CancelAsync();
        _hasher.LetGo();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending);

        // Its turn comes after the one that was held.
        Assert.Equal(HttpStatusCode.SeeOther, (await LogInAsync(user)).Status);
        Assert.Equal(2, await SessionsAsync(member));
    }

    [Theory]
    [InlineData("/login")]
    [InlineData("/profile/export")]
    public async Task Request_aborted_after_the_password_check_leaves_no_session(string address)
    {
        var (member, user) = await _app.NewLoggedInAsync();
        _app.Clock.Advance(TimeSpan.FromMinutes(6));
        var who = address == "/login" ? _app.NewVisitor() : member;
        var form = await who.OpenAsync(address);
        await LeaveAfterSignInAsync(who, form, ("Identifier", user.Email), ("Password", user.Password));

        await Eventually.HappensAsync("the new session is ended", async () => await SessionsAsync(member) == 1 && _app.Faults.Calls.Contains("POST auth/signout"));
        Assert.Equal(HttpStatusCode.OK, (await member.OpenAsync("/profile")).Status);
    }

    [Fact]
    public async Task Aborted_password_change_still_ends_other_sessions()
    {
        var (member, user) = await _app.NewLoggedInAsync();
        var other = _app.NewVisitor();
        await other.LogInAsync(user);
        var form = await member.OpenAsync("/profile/password");
        await LeaveAfterSignInAsync(member, form, ("CurrentPassword", user.Password), ("NewPassword", "a brand new phrase"));

        await Eventually.HappensAsync("the other session is ended", async () => (await other.OpenAsync("/profile")).Location is not null);
        Assert.Equal(1, await SessionsAsync(member));
    }

    private async Task<Task<Page>> HoldSignInAsync(TestUser user)
    {
        _hasher.Hold();
        var pending = LogInAsync(user);
        await SignInHeldAsync();
        return pending;
    }

    private Task SignInHeldAsync() => Eventually.HappensAsync("a password is being checked", () => Task.FromResult(_hasher.Begun == 1));

    private Task<Page> LogInAsync(TestUser user) => _app.NewVisitor().TryLogInAsync(user.Email, user.Password);

    private async Task LeaveAfterSignInAsync(Visitor who, Page form, params (string, string?)[] typed)
    {
        using var leaving = new CancellationTokenSource();
        _afterSignIn.Do = leaving.CancelAsync;
        _app.Faults.ClearCalls();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => who.SubmitAsync(form, "main form", leaving.Token, typed));
        _afterSignIn.Do = null;
    }

    private static async Task<int> SessionsAsync(Visitor member) =>
        (await member.OpenAsync("/profile")).Document.QuerySelectorAll(".session").Length;

    /// <summary>Lets something happen when the response to a call has come, and before the app has it.</summary>
    private sealed class AfterCall(string call) : DelegatingHandler
    {
        public Func<Task>? Do { get; set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (Do is { } act && request.RequestUri!.AbsolutePath.EndsWith(call, StringComparison.Ordinal))
            {
                await act();
            }

            return response;
        }
    }
}
