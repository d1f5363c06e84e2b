using System.Net;

namespace AltogicAuth.LocalBackend.Tests;

public sealed class MailboxTests
{
    [Fact]
    public async Task The_newest_thousand_mails_are_kept_and_each_can_be_read()
    {
        await using var backend = await BackendHost.StartAsync();
        var (ann, email, _, _) = await backend.NewUserAsync();
        backend.Sql("""
            with recursive n(i) as (select 1 union all select i + 1 from n where i < 1000)
            insert into mails (recipient, subject, action, link, time, html, plain)
            select 'old@example.test', i, 'magic-link', '', '2020-01-01T00:00:00.000Z', 'the old text', '' from n
            """);

        await ann.PostAsync($"auth/send-magic?email={email}");

        var mails = await ann.MailsAsync();
        Assert.Equal(1_000, mails.Count);
        Assert.Equal(email, (string?)mails[0]["to"]);
        Assert.Equal("2", (string?)mails[^1]["subject"]);
        Assert.Equal("the old text", (await ann.SendAsync(HttpMethod.Get, $"/e:local/_mail/{mails[^1]["id"]}")).Body);
        Assert.Equal((int)HttpStatusCode.NotFound, (await ann.SendAsync(HttpMethod.Get, "/e:local/_mail/1")).Status);
    }
}
