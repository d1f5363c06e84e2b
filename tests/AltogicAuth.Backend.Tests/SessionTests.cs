using AltogicAuth.Tests.Shared;

namespace AltogicAuth.Backend.Tests;

public sealed class SessionTests
{
    private const string Password = "secret phrase";

    [Fact]
    public async Task Session_ends_after_its_lifetime_even_if_used()
    {
        await using var backend = await BackendHost.StartAsync();
        var (ann, email, _, _) = await backend.NewUserAsync();
        for (var day = 0; day < 30; day++)
        {
            backend.Clock.Advance(TimeSpan.FromDays(1));
            Assert.Equal(200, (await ann.GetAsync("auth/user")).Status);
        }

        var younger = backend.NewCaller(await SignInAsync(backend, email));
        backend.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal("invalid_session_token", (await ann.GetAsync("auth/user")).Code);
        Assert.Equal("invalid_session_token", (await ann.PostAsync("auth/signout")).Code);
        Assert.Single((await younger.GetAsync("auth/sessions")).Json!.AsArray());
    }

    [Fact]
    public async Task Session_lifetime_setting_applies_to_existing_sessions()
    {
        var data = Directory.CreateTempSubdirectory("altogic-backend-sessions-");
        try
        {
            string token, email;
            await using (var before = await BackendHost.StartAsync(data, settings: [("MaxSessionsPerUser", "1000")]))
            {
                (_, email, _, token) = await before.NewUserAsync();
            }

            await using var after = await BackendHost.StartAsync(data, settings: [("SessionLifetime", "01:00:00")]);
            Assert.Equal(200, (await after.NewCaller(token).GetAsync("auth/user")).Status);
            after.Clock.Advance(TimeSpan.FromMinutes(61));
            Assert.Equal("invalid_session_token", (await after.NewCaller(token).GetAsync("auth/user")).Code);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Session_beyond_the_maximum_ends_the_oldest()
    {
        await using var backend = await BackendHost.StartAsync(settings: [("MaxSessionsPerUser", "3")]);
        var (bob, _, _, _) = await backend.NewUserAsync();
        var (ann, email, _, first) = await backend.NewUserAsync();
        // A clock that is set back does not make the newest the oldest.
        backend.Faults.ClockOffset = TimeSpan.FromHours(-1);
        List<string> tokens = [first, await SignInAsync(backend, email), await SignInAsync(backend, email)];
        Assert.Equal(200, (await ann.GetAsync("auth/user")).Status);

        await ann.PostAsync($"auth/send-magic?email={email}");
        var grant = await ann.GetAsync($"auth/grant?key={await ann.AccessTokenAsync(email, "magic-link")}");
        tokens.Add((string)grant.Json!["session"]!["token"]!);

        var sessions = (await backend.NewCaller(tokens[^1]).GetAsync("auth/sessions")).Json!.AsArray();
        Assert.Equal(tokens[1..], sessions.Select(session => (string)session!["token"]!).Reverse());
        Assert.Equal("invalid_session_token", (await ann.GetAsync("auth/user")).Code);
        Assert.Equal(200, (await bob.GetAsync("auth/user")).Status);
    }

    [Fact]
    public async Task Start_deletes_ended_sessions_and_those_beyond_a_lowered_maximum()
    {
        var data = Directory.CreateTempSubdirectory("altogic-backend-sessions-");
        try
        {
            string token, id;
            await using (var before = await BackendHost.StartAsync(data, settings: [("MaxSessionsPerUser", "1000")]))
            {
                (_, _, id, _) = await before.NewUserAsync();
                AddSessions(before, id, 2_500, at: DateTimeOffset.UnixEpoch);
                AddSessions(before, id, 30_000, at: before.Clock.GetUtcNow());
                (_, _, _, token) = await before.NewUserAsync();
            }

            await using var after = await BackendHost.StartAsync(data);
            await Eventually.HappensAsync("the purge", () => Task.FromResult(Count(after, "true") == 101));
            Assert.Equal(100, Count(after, $"user_id = '{id}'"));
            Assert.Equal(200, (await after.NewCaller(token).GetAsync("auth/user")).Status);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static async Task<string> SignInAsync(BackendHost backend, string email) =>
        (string)(await backend.NewCaller().PostAsync("auth/signin-email", new { email, password = Password })).Json!["session"]!["token"]!;

    [Theory]
    [InlineData("192.0.2.77", "192.0.2.0")]
    [InlineData("2001:db8:1:2:3::4", "2001:db8:1::")]
    [InlineData("::ffff:192.0.2.77", "192.0.2.0")]
    public async Task Session_names_the_network_of_its_last_use(string address, string network)
    {
        await using var backend = await BackendHost.StartAsync(settings: [("ApiKey", "api-key")]);
        var (_, _, _, token) = await backend.NewUserAsync();
        backend.Clock.Advance(TimeSpan.FromMinutes(5));
        var caller = backend.NewCaller(token);
        caller.Http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "api-key");
        caller.Http.DefaultRequestHeaders.Add("X-Visitor-Address", address);

        var session = (await caller.GetAsync("auth/sessions")).Json![0]!;

        Assert.Equal(network, (string?)session["clientAddress"]);
    }

    [Fact]
    public async Task Last_use_is_kept_to_five_minutes()
    {
        await using var backend = await BackendHost.StartAsync();
        var (ann, _, _, _) = await backend.NewUserAsync();
        async Task<TimeSpan> SinceSignInAsync()
        {
            var session = (await ann.GetAsync("auth/sessions")).Json![0]!;
            return (DateTimeOffset)session["lastUsedAt"]! - (DateTimeOffset)session["creationDtm"]!;
        }

        backend.Clock.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal(TimeSpan.Zero, await SinceSignInAsync());

        backend.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(TimeSpan.FromMinutes(5), await SinceSignInAsync());
    }

    private static void AddSessions(BackendHost backend, string userId, int count, DateTimeOffset at) => backend.Sql(
        $"""
         with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < {count})
         insert into sessions (token_hash, token, user_id, created_at, user_agent, last_used_at)
         select {TestDatabase.RandomBytes}, {TestDatabase.RandomBytes}, '{userId}', {at.ToUnixTimeMilliseconds()}, '{"{}"}', {at.ToUnixTimeMilliseconds()} from numbers
         """);

    private static long Count(BackendHost backend, string condition) =>
        (long)backend.Sql($"select count(*) from sessions where {condition}")[0][0];
}
