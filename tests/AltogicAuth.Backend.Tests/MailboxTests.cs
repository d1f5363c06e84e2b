using System.Net;

namespace AltogicAuth.Backend.Tests;

public sealed class MailboxTests
{
    [Fact]
    public async Task The_newest_thousand_mails_are_kept_and_each_can_be_read()
    {
        await using var backend = await BackendHost.StartAsync();
        var (ann, email, _, _) = await backend.NewUserAsync();
        backend.Sql("""
            with recursive n(i) as (select 1 union all select i + 1 from n where i < 1000)
            insert into mails (recipient, action, content, sent_at)
            select cast(i as text) || '@example.test', 'magic-link', content, 0 from n, mails
            """);

        await ann.PostAsync($"auth/send-magic?email={email}");

        var mails = await ann.MailsAsync();
        Assert.Equal(1_000, mails.Count);
        Assert.Equal(email, (string?)mails[0]["to"]);
        Assert.Equal("2@example.test", (string?)mails[^1]["to"]);
        Assert.Equal((string?)mails[^1]["html"], (await ann.SendAsync(HttpMethod.Get, $"/e:local/_mail/{mails[^1]["id"]}/html")).Body);
        Assert.Equal((int)HttpStatusCode.NotFound, (await ann.SendAsync(HttpMethod.Get, "/e:local/_mail/1")).Status);
    }

    [Fact]
    public async Task Mailbox_shows_both_parts_of_a_mail()
    {
        await using var backend = await BackendHost.StartAsync();
        var (caller, email, _, _) = await backend.NewUserAsync();
        Assert.Contains($"{email.Split('@')[0]}<wbr>@example.test", await OpenAsync("/e:local/_mail"));

        var mail = await OpenAsync("/e:local/_mail/1");

        Assert.Contains("<a href=\"/e:local/_mail\">", mail);
        Assert.Contains("<iframe src=\"/e:local/_mail/1/html\"", mail);
        Assert.Contains("Confirm my address:", mail);
        Assert.Contains(">Confirm my address</a>", await OpenAsync("/e:local/_mail/1/html"));
        Assert.Contains("<svg", await OpenAsync("/e:local/_pages.svg"));
        Assert.Equal(HttpStatusCode.NotFound, (await caller.Http.GetAsync("/e:local/_mail/99", TestContext.Current.CancellationToken)).StatusCode);

        Task<string> OpenAsync(string address) => caller.Http.GetStringAsync(address, TestContext.Current.CancellationToken);
    }
}
