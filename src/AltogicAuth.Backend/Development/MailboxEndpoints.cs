using System.Text.Json;
using AltogicAuth.Backend.Api;
using AltogicAuth.Backend.Messaging;

namespace AltogicAuth.Backend.Development;

/// <summary>Mails in the database: pages for people, JSON for tests.</summary>
internal static class MailboxEndpoints
{
    private const string PagePolicy =
        "default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    // A mail has its own style, and is shown in a frame of a page.
    private const string MailPolicy =
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    public static void MapMailbox(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/_mail.json", async (Mailbox mailbox, HttpContext http) =>
        {
            http.Response.Headers.CacheControl = "no-store";
            return Results.Json(await mailbox.AllAsync(), new JsonSerializerOptions(JsonSerializerDefaults.Web));
        });
        endpoints.MapGet("/_mail", async (Mailbox mailbox, HttpContext http) =>
            Page(http, MailboxPages.Title, MailboxPages.List(AddressOf(http), BackendPage.AddressOf(http.Request, "/_sms"), await mailbox.AllAsync())));
        endpoints.MapGet("/_mail/{id:long}", async (long id, Mailbox mailbox, HttpContext http) =>
            await mailbox.FindAsync(id) is { } mail ? Page(http, mail.Subject, MailboxPages.Mail(AddressOf(http), mail)) : Results.NotFound());
        endpoints.MapGet("/_mail/{id:long}/html", async (long id, Mailbox mailbox, HttpContext http) =>
            await mailbox.FindAsync(id) is { } mail ? BackendPage.Html(http, MailPolicy, mail.Html) : Results.NotFound());
    }

    private static string AddressOf(HttpContext http) => BackendPage.AddressOf(http.Request, "/_mail");

    private static IResult Page(HttpContext http, string title, string main) =>
        BackendPage.Show(http, 200, PagePolicy, "no-referrer", "en", title, main);
}
