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
            await using (var before = await BackendHost.StartAsync(data))
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
    public async Task Ended_sessions_are_deleted_by_the_next_sign_ins()
    {
        await using var backend = await BackendHost.StartAsync();
        var (_, _, id, _) = await backend.NewUserAsync();
        var (_, email, _, _) = await backend.NewUserAsync();
        AddSessions(backend, id, 250, at: "2020-01-01T00:00:00.000Z");

        foreach (var left in (int[])[150, 50, 0])
        {
            await SignInAsync(backend, email);
            Assert.Equal(left, Count(backend, "created_at < '2021'"));
        }
    }

    [Fact]
    public async Task Start_deletes_ended_and_surplus_sessions()
    {
        var data = Directory.CreateTempSubdirectory("altogic-backend-sessions-");
        try
        {
            string token, id;
            await using (var before = await BackendHost.StartAsync(data))
            {
                (_, _, id, _) = await before.NewUserAsync();
                AddSessions(before, id, 2_500, at: "2020-01-01T00:00:00.000Z");
                AddSessions(before, id, 30_000, at: $"{DateTimeOffset.UtcNow:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}");
                (_, _, _, token) = await before.NewUserAsync();
            }

            await using var after = await BackendHost.StartAsync(data);
            Assert.Equal(101, Count(after, "true"));
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

    [Fact]
    public async Task Session_of_an_earlier_version_was_last_used_at_its_sign_in()
    {
        var data = Directory.CreateTempSubdirectory("altogic-backend-last-use-");
        try
        {
            string token;
            await using (var earlier = await BackendHost.StartAsync(data))
            {
                (_, _, _, token) = await earlier.NewUserAsync();
                earlier.Sql("alter table sessions drop column last_used_at");
                earlier.Sql("alter table sessions drop column client_address");
            }

            await using var backend = await BackendHost.StartAsync(data);
            var session = (await backend.NewCaller(token).GetAsync("auth/sessions")).Json![0]!;

            Assert.Equal((string?)session["creationDtm"], (string?)session["lastUsedAt"]);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static void AddSessions(BackendHost backend, string userId, int count, string at) => backend.Sql(
        $"""
         with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < {count})
         insert into sessions (token, user_id, created_at, user_agent) select hex(randomblob(16)), '{userId}', '{at}', json_object() from numbers
         """);

    private static long Count(BackendHost backend, string condition) =>
        (long)backend.Sql($"select count(*) from sessions where {condition}")[0][0];
}
