using AltogicAuth.Tests.Shared;
using SmtpServer.Protocol;

namespace AltogicAuth.Backend.Tests.Mails;

/// <summary>Several nodes, or several lives of one, with one outbox.</summary>
public sealed class SharedOutboxTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("altogic-backend-outbox-");

    public void Dispose()
    {
        TestDatabase.Delete(_data.FullName);
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task Two_nodes_send_each_mail_once()
    {
        const int count = 40;
        await using var server = await MailServer.StartAsync();
        var now = DateTimeOffset.UtcNow;
        (string, string?)[] settings = [.. server.Settings, ("PasswordQueueLength", $"{count}")];
        await using var one = await BackendHost.StartAsync(_data, now: now, settings: settings);
        await using var other = await BackendHost.StartAsync(_data, now: now, settings: settings);

        var signedUp = await Task.WhenAll(Enumerable.Range(0, count).Select(i =>
            (i % 2 == 0 ? one : other).NewCaller().PostAsync("auth/signup-email", new { email = $"ann-{i}@example.test", password = "secret phrase" })));
        Assert.All(signedUp, response => Assert.Equal(200, response.Status));

        await Eventually.HappensAsync("the outbox is empty", () =>
        {
            // A node looks every ten seconds for what the other one has queued.
            one.Clock.Advance(TimeSpan.FromMilliseconds(100));
            return Task.FromResult(one.Sql("select id from outbox").Count == 0);
        });
        Assert.Equal(count, server.Attempts);
        Assert.Equal(count, server.Mails.Select(mail => mail.To.ToString()).Distinct().Count());
        Assert.True(server.Sessions >= 2);
    }

    [Fact]
    public async Task Mail_of_a_node_that_ended_while_sending_is_sent_by_another()
    {
        await using var server = await MailServer.StartAsync();
        server.RespondWith(SmtpReplyCode.Aborted);
        await using var backend = await BackendHost.StartAsync(_data, settings: server.Settings);
        await backend.NewCaller().PostAsync("auth/signup-email", new { email = "ann@example.test", password = "secret phrase" });
        await Eventually.HappensAsync("the first attempt", () => Task.FromResult(backend.Log.Lines.Any(line => line.Text.StartsWith("A mail was not sent", StringComparison.Ordinal))));
        // As a node leaves it that was killed right after it took the mail.
        backend.Sql($"update outbox set due_at = {(backend.Clock.GetUtcNow() + TimeSpan.FromMinutes(5)).ToUnixTimeMilliseconds()}");
        server.RespondWith(SmtpReplyCode.Ok);

        backend.Clock.Advance(TimeSpan.FromMinutes(4));
        Assert.Empty(server.Mails);
        backend.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal("ann@example.test", (await server.NextMailAsync()).To.ToString());
    }

    [Fact]
    public async Task Queued_mail_survives_a_restart()
    {
        var server = await MailServer.StartAsync();
        await server.DisposeAsync();
        await using (var backend = await BackendHost.StartAsync(_data, settings: server.Settings))
        {
            await backend.NewCaller().PostAsync("auth/signup-email", new { email = "ann@example.test", password = "secret phrase" });
            await Eventually.HappensAsync("the attempt", () => Task.FromResult(backend.Log.Lines.Any(line => line.Text.StartsWith("A mail was not sent", StringComparison.Ordinal))));
        }

        await using var next = await MailServer.StartAsync();
        await using var later = await BackendHost.StartAsync(_data, now: DateTimeOffset.UtcNow.AddMinutes(2), settings: next.Settings);

        Assert.Equal("ann@example.test", (await next.NextMailAsync()).To.ToString());
    }

    [Fact]
    public async Task Database_never_has_the_link_of_a_mail_in_plain_text()
    {
        var released = new TaskCompletionSource<SmtpResponse?>();
        await using var server = await MailServer.StartAsync();
        server.Respond = () => released.Task;
        string key;
        await using (var backend = await BackendHost.StartAsync(_data, settings: server.Settings))
        {
            await backend.NewCaller().PostAsync("auth/signup-email", new { email = "ann@example.test", password = "secret phrase" });
            var link = (string)Assert.Single(await backend.NewCaller().MailsAsync())["link"]!;
            key = System.Web.HttpUtility.ParseQueryString(new Uri(link).Query)["key"]!;
            Assert.All(backend.Sql("select content from outbox union all select content from mails"), row => Assert.DoesNotContain(key, Latin1((byte[])row[0])));
            released.SetResult(SmtpResponse.Ok);
            await Eventually.HappensAsync("the outbox is empty", () => Task.FromResult(backend.Sql("select id from outbox").Count == 0));
        }

        Assert.All(_data.GetFiles("backend.db*"), file => Assert.DoesNotContain(key, Latin1(File.ReadAllBytes(file.FullName))));
    }

    private static string Latin1(byte[] bytes) => System.Text.Encoding.Latin1.GetString(bytes);
}
