using System.Net;
using AltogicAuth.Backend.Accounts;
using AltogicAuth.Backend.Hosting;
using AltogicAuth.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AltogicAuth.Backend.Tests;

/// <summary>What is recorded of the security events of a user.</summary>
public sealed class AuditTests : IAsyncLifetime
{
    private const string Chrome =
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36";

    private BackendHost _backend = null!;

    public async ValueTask InitializeAsync() => _backend = await BackendHost.StartAsync(settings: [("ApiKey", "trusted-key")]);

    public ValueTask DisposeAsync() => _backend.DisposeAsync();

    [Fact]
    public async Task Sign_up_and_confirmation_are_recorded()
    {
        var (_, _, id, _) = await _backend.NewUserAsync();

        Assert.Equal(["sign-up", "sign-in-by-link"], KindsOf(id));
    }

    [Fact]
    public async Task Event_has_time_browser_and_shortened_address()
    {
        var (caller, email, id, _) = await _backend.NewUserAsync(Chrome);
        caller.Http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "trusted-key");
        caller.Http.DefaultRequestHeaders.Add("X-Visitor-Address", "203.0.113.77");

        await SignInAsync(caller, email, "secret phrase");

        var record = _backend.Sql($"select happened_at, client_address, browser, system from audit where user_id = '{id}' and kind = 'sign-in'").Single();
        Assert.Equal([_backend.Clock.GetUtcNow().ToUnixTimeMilliseconds(), "203.0.113.0", "Chrome", "Windows"], record);
    }

    [Fact]
    public async Task Failed_sign_in_of_a_known_user_is_recorded()
    {
        var (caller, email, id, _) = await _backend.NewUserAsync();

        Assert.Equal(401, await SignInAsync(caller, email, "wrong phrase"));
        Assert.Equal(401, await SignInAsync(caller, "nobody@example.test", "wrong phrase"));

        await RecordedAsync(id, "sign-in-failed");
        Assert.Equal(1, Count("kind = 'sign-in-failed'"));
    }

    [Fact]
    public async Task Wrong_current_password_is_recorded()
    {
        var (caller, _, id, _) = await _backend.NewUserAsync();

        Assert.Equal(401, (await caller.PostAsync("auth/change-pwd", new { oldPassword = "wrong phrase", newPassword = "another phrase" })).Status);
        Assert.Equal(401, (await caller.PostAsync("auth/change-email", new { currentPassword = "wrong phrase", newEmail = "new@example.test" })).Status);

        await Eventually.HappensAsync("both are recorded", () => Task.FromResult(Count($"user_id = '{id}' and kind = 'password-check-failed'") == 2));
    }

    [Fact]
    public async Task Failures_waiting_at_shutdown_are_recorded()
    {
        var (_, _, id, _) = await _backend.NewUserAsync();
        var worker = _backend.Services.GetServices<IHostedService>().OfType<AuditWorker>().Single();
        var user = await _backend.Services.GetRequiredService<Users>().FindAsync(id);

        _backend.Services.GetRequiredService<Audit>().AddFailure(user!, AuditKind.SignInFailed, new ClientInfo(IPAddress.Loopback, IsNamed: false, UserAgent: null, AcceptLanguage: null));
        await worker.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal("sign-in-failed", KindsOf(id)[^1]);
    }

    [Fact]
    public async Task Failures_of_one_user_are_bounded()
    {
        var (caller, email, id, _) = await _backend.NewUserAsync();
        _backend.Sql($"""
            insert into audit (user_id, kind, happened_at, browser, system)
            with recursive n(i) as (select 1 union all select i + 1 from n where i < {Audit.MaxFailuresPerUser})
            select '{id}', 'sign-in-failed', i, 'Other', 'Other' from n
            """);

        await SignInAsync(caller, email, "wrong phrase");

        await Eventually.HappensAsync("the oldest failure is gone", () => Task.FromResult(Count("happened_at = 1") == 0));
        Assert.Equal(Audit.MaxFailuresPerUser, Count("kind = 'sign-in-failed'"));
        Assert.Equal(2, Count("kind <> 'sign-in-failed'"));
    }

    [Fact]
    public async Task Password_change_and_reset_are_recorded()
    {
        var (caller, email, id, _) = await _backend.NewUserAsync();
        await caller.PostAsync("auth/change-pwd", new { oldPassword = "secret phrase", newPassword = "another phrase" });
        await caller.PostAsync($"auth/send-reset?email={email}");
        await caller.PostAsync($"auth/reset-pwd?key={await caller.AccessTokenAsync(email, "reset-pwd")}", new { newPassword = "third phrase" });

        Assert.Equal(["password-changed", "password-reset"], KindsOf(id).Skip(2));
    }

    [Fact]
    public async Task Address_change_is_recorded_at_request_and_at_confirmation()
    {
        var (caller, email, id, _) = await _backend.NewUserAsync();
        await caller.PostAsync("auth/change-email", new { currentPassword = "secret phrase", newEmail = $"new-{email}" });
        await caller.PressMailedLinkAsync($"new-{email}");

        Assert.Equal(["email-change-requested", "email-changed"], KindsOf(id).Skip(2));
    }

    [Fact]
    public async Task Rejected_changes_are_recorded_as_wrong_passwords_only()
    {
        var (caller, email, id, _) = await _backend.NewUserAsync();
        await caller.PostAsync("auth/change-pwd", new { oldPassword = "wrong phrase", newPassword = "another phrase" });
        await caller.PostAsync("auth/change-email", new { currentPassword = "wrong phrase", newEmail = $"new-{email}" });

        await RecordedAsync(id, "password-check-failed");
        Assert.All(KindsOf(id).Skip(2), kind => Assert.Equal("password-check-failed", kind));
    }

    [Fact]
    public async Task Ended_sessions_are_recorded_where_there_were_any()
    {
        var (caller, email, id, token) = await _backend.NewUserAsync();
        await caller.PostAsync("auth/signout-all-except");
        await SignInAsync(caller, email, "secret phrase");
        await caller.PostAsync("auth/signout-all-except");
        await caller.PostAsync("auth/signout", new { token });

        Assert.Equal(["sign-in", "other-sessions-ended", "session-ended"], KindsOf(id).Skip(2));
    }

    [Fact]
    public async Task End_of_all_sessions_is_recorded_once()
    {
        var (caller, _, id, _) = await _backend.NewUserAsync();
        await caller.PostAsync("auth/signout-all");

        Assert.Equal("all-sessions-ended", KindsOf(id)[2]);
        Assert.Empty(_backend.Sql($"select 1 from sessions where user_id = '{id}'"));
    }

    [Fact]
    public async Task Events_go_with_their_user_and_the_log_keeps_the_deletion()
    {
        var (caller, _, id, _) = await _backend.NewUserAsync();

        await caller.PostAsync("db/object/delete", new { model = "users", id });

        Assert.Empty(KindsOf(id));
        Assert.Contains(_backend.Log.Lines, line => line.Text == $"A user was deleted: {id}");
    }

    [Fact]
    public async Task Events_are_kept_for_90_days()
    {
        var (caller, email, id, _) = await _backend.NewUserAsync();
        _backend.Clock.Advance(TimeSpan.FromDays(90) - TimeSpan.FromSeconds(1));
        await PurgeAsync();
        Assert.Equal(2, KindsOf(id).Count);

        await SignInAsync(caller, email, "secret phrase");
        _backend.Clock.Advance(TimeSpan.FromSeconds(1));
        await PurgeAsync();

        Assert.Equal(["sign-in"], KindsOf(id));
    }

    private static async Task<int> SignInAsync(Caller caller, string email, string password) =>
        (await caller.PostAsync("auth/signin-email", new { email, password })).Status;

    private Task PurgeAsync() =>
        _backend.Services.GetServices<IHostedService>().OfType<PurgeWorker>().Single().PurgeAsync(TestContext.Current.CancellationToken);

    private Task RecordedAsync(string id, string kind) =>
        Eventually.HappensAsync($"the event {kind}", () => Task.FromResult(KindsOf(id).Contains(kind)));

    private List<string> KindsOf(string id) =>
        [.. _backend.Sql($"select kind from audit where user_id = '{id}' order by number").Select(row => (string)row[0])];

    private long Count(string condition) => (long)_backend.Sql($"select count(*) from audit where {condition}")[0][0];
}
