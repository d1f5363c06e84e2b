using AltogicAuth.Backend.Api;
using AltogicAuth.Backend.Messaging;

namespace AltogicAuth.Backend.Development;

/// <summary>The list of SMS.</summary>
internal static class SmsInboxPage
{
    public const string Title = "SMS inbox";

    public static string Main(HttpRequest request, IReadOnlyList<InboxSms> all) => $"""
        <h1>{Title}</h1>
        <p class="soft">Newest first. <a href="{BackendPage.AddressOf(request, "/_sms")}">Refresh</a> · <a href="{BackendPage.AddressOf(request, "/_mail")}">{MailboxPages.Title}</a></p>
        {(all.Count == 0
            ? "<p class=\"card\">No SMS yet. Register in the app with a phone number, and the code arrives here.</p>"
            : string.Concat(all.Select(Row)))}
        """;

    private static string Row(InboxSms sms) => $"""
        <article class="card">
          <h2><code>{BackendPage.Encode(sms.Code)}</code></h2>
          <p class="soft"><b>{BackendPage.Encode(sms.To)}</b><br><code>{BackendPage.Encode(sms.Action)}</code> · <time datetime="{Timestamps.Format(sms.SentAt)}">{sms.SentAt:yyyy-MM-dd HH:mm:ss} UTC</time></p>
          <pre dir="auto">{BackendPage.Encode(sms.Text)}</pre>
        </article>
        """;
}
