using System.Text.Json;
using AltogicAuth.Backend.Tables;

namespace AltogicAuth.Backend.Endpoints;

/// <summary>The mails that would have been sent: pages for people, JSON for tests.</summary>
internal static class MailboxEndpoints
{
    private const string PagePolicy =
        "default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    // A mail brings its own style, and stands in a frame of the page that shows it.
    private const string MailPolicy =
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    public static void MapMailbox(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/_mail.json", (MailTable mails, HttpContext http) =>
        {
            http.Response.Headers.CacheControl = "no-store";
            return Results.Json(mails.All(), new JsonSerializerOptions(JsonSerializerDefaults.Web));
        });
        endpoints.MapGet("/_mail", (MailTable mails, BackendAddress address, HttpContext http) =>
            Page(http, address, MailboxPages.Title, MailboxPages.List(AddressOf(http), mails.All())));
        endpoints.MapGet("/_mail/{id:long}", (long id, MailTable mails, BackendAddress address, HttpContext http) =>
            mails.Find(id) is { } mail ? Page(http, address, mail.Subject, MailboxPages.Mail(AddressOf(http), mail)) : Results.NotFound());
        endpoints.MapGet("/_mail/{id:long}/html", (long id, MailTable mails, HttpContext http) =>
            mails.Find(id) is { } mail ? BackendPage.Html(http, MailPolicy, mail.Html) : Results.NotFound());
        endpoints.MapGet("/_pages.css", (HttpContext http) => File(http, "pages.css", "text/css; charset=utf-8"));
        endpoints.MapGet("/_pages.svg", (HttpContext http) => File(http, "pages.svg", "image/svg+xml"));
    }

    private static string AddressOf(HttpContext http) => BackendPage.AddressOf(http.Request, "/_mail");

    private static IResult Page(HttpContext http, BackendAddress address, string title, string main) =>
        BackendPage.Show(http, 200, PagePolicy, "no-referrer", "en", address.Site, title, main);

    private static IResult File(HttpContext http, string name, string type)
    {
        http.Response.Headers.CacheControl = "no-cache";
        return Results.Stream(typeof(MailboxEndpoints).Assembly.GetManifestResourceStream(name)!, type);
    }
}
