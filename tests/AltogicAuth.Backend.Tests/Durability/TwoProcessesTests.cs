using AltogicAuth.Tests.Shared;

namespace AltogicAuth.Backend.Tests.Durability;

/// <summary>Two server processes on one SQLite directory.</summary>
[Trait("Database", "Sqlite"), Trait("Set", "Long")]
public sealed class TwoProcessesTests : IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("altogic-backend-processes-");
    private ServerProcess[] _servers = [];

    public async ValueTask InitializeAsync() => _servers = await Task.WhenAll(StartAsync(), StartAsync());

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_servers.Select(server => server.DisposeAsync().AsTask()));
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task Concurrent_writes_of_two_processes_are_exact()
    {
        var email = ServerCallers.NewEmail();
        await _servers[0].NewCaller().SignUpAsync(email);
        var session = await _servers[1].NewCaller().ConfirmAsync(email);
        Caller[] callers = [.. _servers.Select(server => server.NewCaller(session))];
        var id = (string)(await callers[0].PostAsync("db/object/create", new { model = "books", values = new { read = 0 } })).Json!["_id"]!;

        var changes = await Task.WhenAll(Enumerable.Range(0, 200).Select(n => callers[n % 2].PostAsync(
            "db/object/update-fields", new { model = "books", id, updates = new[] { new { field = "read", updateType = "increment", value = 1 } } })));

        Assert.All(changes, change => Assert.Equal(200, change.Status));
        Assert.All(callers, caller => Assert.Equal(200, (int)caller.PostAsync("db/object/get", new { model = "books", id }).Result.Json!["read"]!));
    }

    [Fact]
    public async Task Address_is_taken_once_in_both_processes()
    {
        Caller[] callers = [.. _servers.Select(server => server.NewCaller())];
        string[] emails = [.. Enumerable.Range(0, 20).Select(_ => ServerCallers.NewEmail())];

        var responses = await Task.WhenAll(emails.SelectMany(email => callers.Select(caller => caller.SignUpAsync(email))));

        Assert.Equal(emails.Length, responses.Count(response => response.Status == 200));
        Assert.Equal(emails.Length, responses.Count(response => response.Code == "email_not_unique"));
        Assert.Equal(emails.Order(), (await callers[0].MailsAsync()).Select(mail => (string)mail["to"]!).Order());
    }

    [Fact]
    public async Task Attempts_are_counted_by_each_process()
    {
        Caller[] callers = [.. _servers.Select(server => server.NewCaller())];
        foreach (var caller in callers)
        {
            for (var i = 0; i < 30; i++)
            {
                Assert.Equal(401, (await caller.SignInAsync("ann@example.test", "guess")).Status);
            }

            Assert.Equal(429, (await caller.SignInAsync("ann@example.test", "guess")).Status);
        }
    }

    private Task<ServerProcess> StartAsync() => ServerProcess.StartAsync(_data.FullName, ("RateLimits:Enabled", "true"));
}
