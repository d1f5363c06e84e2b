using System.Collections.Concurrent;
using AltogicAuth.Tests.Shared;

namespace AltogicAuth.Backend.Tests.Durability;

/// <summary>A server that is killed while it writes, at a random point.</summary>
public sealed class KillTests : IDisposable
{
    private const int Rounds = 6;
    private const int Writes = 200;

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("altogic-backend-kill-");
    private readonly ConcurrentBag<string> _signedUp = [];
    private readonly ConcurrentBag<string> _sessions = [];
    private readonly ConcurrentBag<string> _objects = [];
    private readonly ConcurrentDictionary<string, byte[]> _files = [];
    private string _email = "";
    private string _session = "";
    private string _counter = "";
    private int _increments;
    private int _requestedIncrements;

    public void Dispose()
    {
        TestDatabase.Delete(_data.FullName);
        _data.Delete(recursive: true);
    }

    [Fact, Trait("Set", "Long")]
    public async Task Acknowledged_writes_survive_a_kill_and_nothing_is_half_done()
    {
        await using (var first = await StartAsync())
        {
            await CreateUserAsync(first);
        }

        for (var round = 0; round < Rounds; round++)
        {
            await using (var server = await StartAsync())
            {
                await WriteUntilKilledAsync(server, killAfter: Random.Shared.Next(1, Writes));
            }

            AssertNothingIsHalfDone();
        }

        await using var last = await StartAsync();
        await AssertNothingIsLostAsync(last);
    }

    private Task<ServerProcess> StartAsync() => ServerProcess.StartAsync(_data.FullName, ("MaxSessionsPerUser", "1000"));

    private async Task CreateUserAsync(ServerProcess server)
    {
        _email = ServerCallers.NewEmail();
        await server.NewCaller().SignUpAsync(_email);
        _session = await server.NewCaller().ConfirmAsync(_email);
        _counter = IdOf(await server.NewCaller(_session).PostAsync("db/object/create", new { model = "counters", values = new { count = 0 } }));
    }

    private async Task WriteUntilKilledAsync(ServerProcess server, int killAfter)
    {
        var acknowledged = 0;
        var caller = server.NewCaller(_session);
        await Task.WhenAll(Enumerable.Range(0, Writes).Select(async n =>
        {
            try
            {
                await WriteAsync(caller, n);
            }
            catch (HttpRequestException)
            {
                // The server was killed before it responded.
                return;
            }

            if (Interlocked.Increment(ref acknowledged) == killAfter)
            {
                server.Kill();
            }
        }));
        Assert.InRange(acknowledged, killAfter, Writes);
    }

    /// <summary>One write, and what its response acknowledges.</summary>
    private async Task WriteAsync(Caller caller, int n)
    {
        switch (n % 5)
        {
            case 0:
                var email = ServerCallers.NewEmail();
                AssertSuccess(await caller.SignUpAsync(email));
                _signedUp.Add(email);
                break;

            case 1:
                _sessions.Add(ServerCallers.SessionOf(AssertSuccess(await caller.SignInAsync(_email))));
                break;

            case 2:
                _objects.Add(IdOf(AssertSuccess(await caller.PostAsync("db/object/create", new { model = "books", values = new { title = "Notes" } }))));
                break;

            case 3:
                var (name, content) = ($"{Guid.NewGuid():N}.bin", new byte[20_000]);
                Random.Shared.NextBytes(content);
                AssertSuccess(await caller.UploadAsync(name, content, "application/octet-stream"));
                _files[name] = content;
                break;

            default:
                Interlocked.Increment(ref _requestedIncrements);
                AssertSuccess(await caller.PostAsync(
                    "db/object/update-fields", new { model = "counters", id = _counter, updates = new[] { new { field = "count", updateType = "increment", value = 1 } } }));
                Interlocked.Increment(ref _increments);
                break;
        }
    }

    private void AssertNothingIsHalfDone()
    {
        Assert.Empty(TestDatabase.Query(_data.FullName,
            """
            select email from users u where not email_verified and not (
                exists (select 1 from links l where l.user_id = u.id) and exists (select 1 from mails m where m.recipient = u.email)
                and exists (select 1 from sign_in_methods s where s.user_id = u.id))
            """));
        Assert.Empty(TestDatabase.Query(_data.FullName, """
            select name from files f where size <> 20000 or size <> (select sum(length(bytes)) from file_chunks c where c.content_id = f.content_id)
            """));
    }

    private async Task AssertNothingIsLostAsync(ServerProcess server)
    {
        var caller = server.NewCaller(_session);
        foreach (var session in _sessions)
        {
            Assert.Equal(200, (await server.NewCaller(session).GetAsync("auth/user")).Status);
        }

        foreach (var id in _objects)
        {
            Assert.Equal("Notes", (string?)(await caller.PostAsync("db/object/get", new { model = "books", id })).Json!["title"]);
        }

        foreach (var (file, content) in _files)
        {
            var download = (await caller.PostAsync("storage/bucket/file/download", new { bucket = "root", file })).Response;
            Assert.Equal(content, await download.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        }

        Assert.InRange((int)(await caller.PostAsync("db/object/get", new { model = "counters", id = _counter })).Json!["count"]!, _increments, _requestedIncrements);
        foreach (var email in _signedUp)
        {
            var session = await caller.ConfirmAsync(email);
            Assert.Equal(200, (await server.NewCaller(session).GetAsync("auth/user")).Status);
        }
    }

    private static ApiResult AssertSuccess(ApiResult response)
    {
        Assert.Equal(200, response.Status);
        return response;
    }

    private static string IdOf(ApiResult created) => (string)created.Json!["_id"]!;
}
