using AltogicAuth.Tests.Shared;

namespace AltogicAuth.Backend.Tests;

/// <summary>What is deleted every ten minutes, and what stays.</summary>
public sealed class PurgeTests : IAsyncLifetime
{
    private const int MoreThanTwoBatches = 2_500;

    private BackendHost _backend = null!;

    public async ValueTask InitializeAsync() => _backend = await BackendHost.StartAsync();

    public ValueTask DisposeAsync() => _backend.DisposeAsync();

    [Fact]
    public async Task Expired_links_go_and_live_ones_stay()
    {
        var (_, _, id, _) = await _backend.NewUserAsync();
        AddLinks(id, MoreThanTwoBatches, _backend.Clock.GetUtcNow().AddDays(-1));
        AddLinks(id, 1, _backend.Clock.GetUtcNow().AddHours(1));

        _backend.Clock.Advance(TimeSpan.FromMinutes(10));

        await PurgedAsync("links", remaining: 1);
    }

    [Fact]
    public async Task Sessions_go_when_their_lifetime_is_over()
    {
        var (_, email, id, _) = await _backend.NewUserAsync();
        _backend.Sql(
            $"""
            with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < {MoreThanTwoBatches})
            insert into sessions (token_hash, token, user_id, created_at, user_agent, last_used_at)
            select {TestDatabase.RandomBytes}, {TestDatabase.RandomBytes}, '{id}', {Now}, '{"{}"}', {Now} from numbers
            """);
        _backend.Clock.Advance(_backend.Options.SessionLifetime - TimeSpan.FromDays(1));
        Assert.Equal(200, (await _backend.NewCaller().PostAsync("auth/signin-email", new { email, password = "secret phrase" })).Status);

        _backend.Clock.Advance(TimeSpan.FromDays(1));

        await PurgedAsync("sessions", remaining: 1);
    }

    [Fact]
    public async Task Users_who_never_confirm_go_after_seven_days()
    {
        var (_, _, confirmed, _) = await _backend.NewUserAsync();
        await AddUnconfirmedAsync("late@example.test");
        await AddUnconfirmedAsync("signed-in@example.test");
        _backend.Sql(
            $"""
            insert into sessions (token_hash, token, user_id, created_at, user_agent, last_used_at)
            select {TestDatabase.RandomBytes}, {TestDatabase.RandomBytes}, id, {Now}, '{"{}"}', {Now} from users where email = 'signed-in@example.test'
            """);
        _backend.Clock.Advance(TimeSpan.FromDays(1));
        await AddUnconfirmedAsync("later@example.test");

        _backend.Clock.Advance(TimeSpan.FromDays(6));

        await Eventually.HappensAsync("the purge", () => Task.FromResult(Count("users where email = 'late@example.test'") == 0));
        Assert.Equal(1, Count($"users where id = '{confirmed}'"));
        Assert.Equal(1, Count("users where email = 'signed-in@example.test'"));
        Assert.Equal(1, Count("users where email = 'later@example.test'"));
    }

    [Fact]
    public async Task Registration_keys_go_after_seven_days_and_other_fields_stay()
    {
        var (ann, _, _, _) = await _backend.NewUserAsync();
        var id = (string)(await ann.GetAsync("auth/user")).Json!["_id"]!;
        await ann.PostAsync("db/object/update", new { model = "users", id, values = new { registrationKey = "key", city = "Izmir" } });
        Assert.Equal("key", (string?)(await ann.GetAsync("auth/user")).Json!["registrationKey"]);

        _backend.Clock.Advance(TimeSpan.FromDays(7));

        await Eventually.HappensAsync("the purge", async () => (await ann.GetAsync("auth/user")).Json!["registrationKey"] is null);
        Assert.Equal("Izmir", (string?)(await ann.GetAsync("auth/user")).Json!["city"]);
    }

    private long Now => _backend.Clock.GetUtcNow().ToUnixTimeMilliseconds();

    private Task AddUnconfirmedAsync(string email) => _backend.NewCaller().PostAsync("auth/signup-email", new { email, password = "secret phrase" });

    private void AddLinks(string userId, int count, DateTimeOffset expiresAt) => _backend.Sql(
        $"""
        with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < {count})
        insert into links (hash, user_id, action, expires_at)
        select 'link until {expiresAt.Ticks} ' || n, '{userId}', 'magic-link', {expiresAt.ToUnixTimeMilliseconds()} from numbers
        """);

    private Task PurgedAsync(string table, int remaining) =>
        Eventually.HappensAsync("the purge", () => Task.FromResult(Count(table) == remaining));

    private long Count(string rows) => (long)_backend.Sql($"select count(*) from {rows}")[0][0];
}
