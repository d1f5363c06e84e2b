using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using AltogicAuth.LocalBackend.Tables;

namespace AltogicAuth.LocalBackend.Endpoints;

/// <summary>The mails that would have been sent: a page for people, JSON for tests.</summary>
internal static class MailboxEndpoints
{
    private const string Policy =
        "default-src 'none'; style-src 'self' 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void MapMailbox(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/_mail.json", (MailTable mails, HttpContext http) =>
        {
            http.Response.Headers.CacheControl = "no-store";
            return Results.Json(mails.All(), new JsonSerializerOptions(JsonSerializerDefaults.Web));
        });
        endpoints.MapGet("/_mail", (MailTable mails, HttpContext http) => Html(http, ListPage(mails.All())));
        endpoints.MapGet("/_mail/{id:long}", (long id, MailTable mails, HttpContext http) =>
            mails.Find(id) is { } mail ? Html(http, mail.Html) : Results.NotFound());
        endpoints.MapGet("/_mail.css", (HttpContext http) =>
        {
            http.Response.Headers.CacheControl = "no-cache";
            return Results.Stream(typeof(MailboxEndpoints).Assembly.GetManifestResourceStream("mailbox.css")!, "text/css; charset=utf-8");
        });
    }

    private static IResult Html(HttpContext http, string html)
    {
        var headers = http.Response.Headers;
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = Policy;
        headers["Referrer-Policy"] = "no-referrer";
        return Results.Content(html, "text/html; charset=utf-8");
    }

    private static string ListPage(IReadOnlyList<MailRecord> mails)
    {
        var page = new StringBuilder("""
            <!DOCTYPE html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <meta name="color-scheme" content="light dark">
              <title>Mailbox – local backend</title>
              <link rel="stylesheet" href="/e:local/_mail.css">
            </head>
            <body>
            <header><h1>Mailbox</h1><p>Mails stay on this machine. Newest first. <a href="/e:local/_mail">Look again</a></p></header>
            <main>

            """);
        if (mails.Count == 0)
        {
            page.Append("<p class=\"empty\">No mail yet. Register in the app, and the confirmation arrives here.</p>");
        }

        foreach (var mail in mails)
        {
            page.Append(CultureInfo.InvariantCulture, $"""
                <article>
                  <h2>{Encode(mail.Subject)}</h2>
                  <p class="meta">to <b>{Encode(mail.To)}</b> · <code>{Encode(mail.Action)}</code> · <time datetime="{mail.Time}">{mail.Time[..19].Replace('T', ' ')} UTC</time></p>
                  <p><a class="open" href="{Encode(mail.Link)}">Open the link</a> <a href="/e:local/_mail/{mail.Id}">Read the mail</a></p>
                </article>

                """);
        }

        return page.Append("</main></body></html>").ToString();
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
