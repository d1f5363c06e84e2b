using System.Net;
using AltogicAuth.LocalBackend.Tables;

namespace AltogicAuth.LocalBackend.Endpoints;

/// <summary>The mailbox as people see it: the list, and one mail with both of its parts.</summary>
internal static class MailboxPages
{
    private const string Mailbox = LocalBackendAddress.Path + "/_mail";

    public static string List(IReadOnlyList<MailRecord> mails) => Page("Mailbox", $"""
        <h1>Mailbox</h1>
        <p class="soft">Mails stay on this machine. Newest first. <a href="{Mailbox}">Look again</a></p>
        {(mails.Count == 0
            ? "<p class=\"card\">No mail yet. Register in the app, and the confirmation arrives here.</p>"
            : string.Concat(mails.Select(Row)))}
        """);

    public static string Mail(MailRecord mail) => Page(Encode(mail.Subject), $"""
        <p><a href="{Mailbox}">Back to the mailbox</a></p>
        <h1>{Encode(mail.Subject)}</h1>
        {Meta(mail)}
        <iframe src="{Mailbox}/{mail.Id}/html" title="The mail"></iframe>
        <h2>As plain text</h2>
        <pre class="card">{Encode(mail.Text)}</pre>
        """);

    private static string Row(MailRecord mail) => $"""
        <article class="card">
          <h2>{Encode(mail.Subject)}</h2>
          {Meta(mail)}
          <p class="ways"><a class="open" href="{Encode(mail.Link)}">Open the link</a> <a href="{Mailbox}/{mail.Id}">Read the mail</a></p>
        </article>
        """;

    private static string Meta(MailRecord mail) => $"""
        <p class="soft"><b>{Address(mail.To)}</b><br><code>{Encode(mail.Action)}</code> · <time datetime="{mail.Time}">{mail.Time[..19].Replace('T', ' ')} UTC</time></p>
        """;

    private static string Page(string title, string main) => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <meta name="color-scheme" content="light dark">
          <title>{title} – local backend</title>
          <link rel="icon" href="{Mailbox}.svg" type="image/svg+xml">
          <link rel="stylesheet" href="{Mailbox}.css">
        </head>
        <body>
          <header><a class="brand" href="/"><img src="{Mailbox}.svg" alt="" width="28" height="28">AltogicAuth</a></header>
          <main>
        {main}
          </main>
        </body>
        </html>
        """;

    // A long address breaks before its @ first.
    private static string Address(string address)
    {
        var at = Math.Max(address.LastIndexOf('@'), 0);
        return $"{Encode(address[..at])}<wbr>{Encode(address[at..])}";
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
