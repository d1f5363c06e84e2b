using System.Text.Json;
using AltogicAuth.Backend.Api;
using AltogicAuth.Backend.Messaging;

namespace AltogicAuth.Backend.Development;

/// <summary>SMS in the database, beside the mailbox: a page for people, JSON for tests.</summary>
internal static class SmsInboxEndpoints
{
    private const string Policy = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void MapSmsInbox(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/_sms.json", async (Mailbox mailbox, HttpContext http) =>
        {
            http.Response.Headers.CacheControl = "no-store";
            return Results.Json(await mailbox.AllSmsAsync(), new JsonSerializerOptions(JsonSerializerDefaults.Web));
        });
        endpoints.MapGet("/_sms", async (Mailbox mailbox, HttpContext http) =>
            BackendPage.Show(http, 200, Policy, "no-referrer", "en", SmsInboxPage.Title, SmsInboxPage.Main(http.Request, await mailbox.AllSmsAsync())));
    }
}
