using System.Security.Cryptography;
using AltogicAuth.Backend.Accounts;
using AltogicAuth.Tests.Shared;

namespace AltogicAuth.Backend.Tests.Durability;

/// <summary>Two nodes on one PostgreSQL database, with the same key.</summary>
[Trait("Database", "PostgreSql")]
public sealed class TwoNodesTests : IAsyncLifetime
{
    private const string ApiKey = "api-key";

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("altogic-backend-nodes-");
    private readonly string _key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private BackendHost[] _nodes = [];

    public async ValueTask InitializeAsync() => _nodes = await Task.WhenAll(StartAsync("a"), StartAsync("b"));

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_nodes.Select(node => node.DisposeAsync().AsTask()));
        TestDatabase.Delete(_data.FullName);
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task Attempts_at_an_account_are_counted_over_all_nodes()
    {
        var statuses = await OnBothAsync(60, async (node, _) =>
            (await node.NewCaller().SignInAsync("ann@example.test", "guess")).Status);

        Assert.Equal((30, 30), (statuses.Count(status => status == 401), statuses.Count(status => status == 429)));
    }

    [Fact]
    public async Task Attempts_of_an_address_are_counted_over_all_nodes()
    {
        var statuses = await OnBothAsync(150, async (node, n) =>
        {
            var caller = node.NewCaller();
            caller.Http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", ApiKey);
            caller.Http.DefaultRequestHeaders.Add("X-Visitor-Address", "192.0.2.1");
            return (await caller.PostAsync($"auth/send-magic?email=user-{n}@example.test")).Status;
        });

        Assert.Equal((100, 50), (statuses.Count(status => status == 401), statuses.Count(status => status == 429)));
    }

    [Fact]
    public async Task Wrong_codes_are_counted_over_all_nodes()
    {
        var (ann, phone, _) = await _nodes[0].NewPhoneUserAsync();
        await ann.PostByPhoneAsync("send-code", phone);

        var statuses = await OnBothAsync(20, async (node, _) => (await node.NewCaller().PostByPhoneAsync("signin-code", phone, "wrong")).Status);

        Assert.All(statuses, status => Assert.Equal(403, status));
        Assert.Equal(Codes.MaxAttempts, _nodes[1].Sql("select count from wrong_codes")[0][0]);
        Assert.Equal(403, (await ann.PostByPhoneAsync("signin-code", phone, await ann.CodeAsync(phone, "signin-code"))).Status);
    }

    [Fact]
    public async Task Code_is_used_on_one_node_only()
    {
        var (ann, phone, _) = await _nodes[0].NewPhoneUserAsync();
        await ann.PostByPhoneAsync("send-code", phone);
        var code = await ann.CodeAsync(phone, "signin-code");

        var statuses = await OnBothAsync(Codes.MaxAttempts, async (node, _) => (await node.NewCaller().PostByPhoneAsync("signin-code", phone, code)).Status);

        Assert.Equal((1, Codes.MaxAttempts - 1), (statuses.Count(status => status == 200), statuses.Count(status => status == 403)));
    }

    [Fact]
    public async Task Concurrent_sign_ins_on_two_nodes_keep_the_maximum_of_sessions()
    {
        var (_, email, id, _) = await _nodes[0].NewUserAsync();

        var statuses = await OnBothAsync(24, async (node, _) => (await node.NewCaller().SignInAsync(email)).Status);

        Assert.All(statuses, status => Assert.Equal(200, status));
        Assert.Equal(5L, _nodes[0].Sql($"select count(*) from sessions where user_id = '{id}'")[0][0]);
    }

    [Fact]
    public async Task Link_is_exchanged_on_one_node_only()
    {
        var (ann, email, _, _) = await _nodes[0].NewUserAsync();
        for (var i = 0; i < 10; i++)
        {
            await ann.PostAsync($"auth/send-magic?email={email}");
            var token = await ann.AccessTokenAsync(email, "magic-link");

            var statuses = await OnBothAsync(4, async (node, _) => (await node.NewCaller().GetAsync($"auth/grant?key={token}")).Status);

            Assert.Single(statuses, status => status == 200);
        }
    }

    [Fact]
    public async Task Address_is_taken_once_on_all_nodes()
    {
        for (var i = 0; i < 10; i++)
        {
            var email = ServerCallers.NewEmail();

            var responses = await OnBothAsync(4, (node, n) => node.NewCaller().SignUpAsync(n < 2 ? email : email.ToUpperInvariant()));

            Assert.Single(responses, response => response.Status == 200);
            Assert.Equal(3, responses.Count(response => response.Code == "email_not_unique"));
            Assert.Single(await _nodes[0].NewCaller().MailsAsync(email));
        }
    }

    [Fact]
    public async Task Concurrent_changes_of_an_object_on_two_nodes_are_not_lost()
    {
        var (ann, _, _, session) = await _nodes[0].NewUserAsync();
        var id = (string)(await ann.PostAsync("db/object/create", new { model = "books", values = new { read = 0 } })).Json!["_id"]!;

        await OnBothAsync(50, (node, _) => node.NewCaller(session).PostAsync(
            "db/object/update-fields", new { model = "books", id, updates = new[] { new { field = "read", updateType = "increment", value = 1 } } }));

        Assert.Equal(50, (int)(await ann.PostAsync("db/object/get", new { model = "books", id })).Json!["read"]!);
    }

    [Fact]
    public async Task Session_of_one_node_works_and_ends_on_the_other()
    {
        var (ann, email, _, session) = await _nodes[0].NewUserAsync();
        var elsewhere = _nodes[1].NewCaller(session);
        Assert.Equal(email, (string?)(await elsewhere.GetAsync("auth/user")).Json!["email"]);
        Assert.Equal(session, (string?)(await elsewhere.GetAsync("auth/sessions")).Json![0]!["token"]);

        Assert.Equal(200, (await ann.PostAsync("auth/signout", new { })).Status);

        Assert.Equal("invalid_session_token", (await elsewhere.GetAsync("auth/user")).Code);
    }

    /// <summary>Calls at once, by turns to each node.</summary>
    private Task<T[]> OnBothAsync<T>(int count, Func<BackendHost, int, Task<T>> call) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(n => call(_nodes[n % _nodes.Length], n)));

    // Each has a directory of its own, as on another machine.
    private Task<BackendHost> StartAsync(string name) => BackendHost.StartAsync(_data, settings:
    [
        ("DataDirectory", _data.CreateSubdirectory(name).FullName), ("EncryptionKey", _key), ("ApiKey", ApiKey), ("MaxSessionsPerUser", "5"),
        ("PasswordIterations", "1"), ("PasswordQueueLength", "1000"), ("RateLimits:Enabled", "true"),
    ]);
}
