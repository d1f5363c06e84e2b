using AltogicAuth.Backend.Api;
using AltogicAuth.Backend.Messaging;

namespace AltogicAuth.Backend.Development;

/// <summary>The list of mails, and one mail with both of its parts.</summary>
internal static class MailboxPages
{
    public const string Title = "Mailbox";

    public static string List(string mailbox, string smsInbox, IReadOnlyList<MailboxMail> mails) => $"""
        <h1>{Title}</h1>
        <p class="soft">Newest first. <a href="{mailbox}">Refresh</a> · <a href="{smsInbox}">{SmsInboxPage.Title}</a></p>
        {(mails.Count == 0
            ? "<p class=\"card\">No email yet. Register in the app, and the confirmation arrives here.</p>"
            : string.Concat(mails.Select(mail => Row(mailbox, mail))))}
        """;

    public static string Mail(string mailbox, MailboxMail mail) => $"""
        <p><a href="{mailbox}">Back to the mailbox</a></p>
        <h1 dir="auto">{BackendPage.Encode(mail.Subject)}</h1>
        {Meta(mail)}
        <iframe src="{mailbox}/{mail.Id}/html" title="The email"></iframe>
        <h2>As plain text</h2>
        <pre class="card" dir="auto">{BackendPage.Encode(mail.Text)}</pre>
        """;

    private static string Row(string mailbox, MailboxMail mail) => $"""
        <article class="card">
          <h2 dir="auto">{BackendPage.Encode(mail.Subject)}</h2>
          {Meta(mail)}
          <p class="ways">{(mail.Link is { } link ? $"<a class=\"open\" href=\"{BackendPage.Encode(link)}\">Open the link</a> " : "")}<a href="{mailbox}/{mail.Id}">Read the email</a></p>
        </article>
        """;

    private static string Meta(MailboxMail mail) => $"""
        <p class="soft"><b>{BackendPage.Address(mail.To)}</b><br><code>{BackendPage.Encode(mail.Action)}</code> · <time datetime="{Timestamps.Format(mail.SentAt)}">{mail.SentAt:yyyy-MM-dd HH:mm:ss} UTC</time></p>
        """;
}
