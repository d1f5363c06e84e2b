using System.Net;
using AltogicAuth.Backend.Mails;
using AltogicAuth.Backend.Tables;
using AltogicAuth.Backend.Wire;

namespace AltogicAuth.Backend.Endpoints;

/// <summary>
/// Where mailed links point. Mail scanners open them too, so a GET changes nothing and keeps nothing: it sends the browser
/// on to the app with an access token, or shows the page whose button changes the address.
/// </summary>
internal static class LinkEndpoints
{
    public static void MapLinks(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/_api/rest/v1/auth/verify", Verify);
        endpoints.MapPost("/_api/rest/v1/auth/verify", ChangeEmailAsync);
        endpoints.MapGet("/_auth/{provider}", (BackendAddress address) =>
            Results.Redirect(Failed(address, "oauth-signin", 400, "This provider is not configured.")));
    }

    private static IResult Verify(HttpContext http, Links links, BackendAddress address)
    {
        var (key, action) = Read(http.Request);
        if (ProblemOf(key, action) is { } problem)
        {
            return http.Request.AsksForJson() ? throw problem : LinkPages.Incomplete(http, address.Site);
        }

        if (links.FindByKey(key) is not { } link)
        {
            return Results.Redirect(Failed(address, action, 400, ApiFailure.TokenProblem));
        }

        if (link.Action == LinkAction.ChangeEmail)
        {
            return LinkPages.ConfirmEmailChange(http, address.Site, link.Email!);
        }

        return Results.Redirect(Target(address, ("status", "200"), ("access_token", links.NewAccessToken(link)), ("action", link.Action)));
    }

    private static async Task<IResult> ChangeEmailAsync(HttpContext http, Links links, LinkExchange exchange, BackendAddress address)
    {
        var (key, action) = Read(http.Request);
        if (ProblemOf(key, action) is { } problem)
        {
            return http.Request.AsksForJson() ? throw problem : LinkPages.Incomplete(http, address.Site);
        }

        if (links.FindByKey(key) is not { Action: LinkAction.ChangeEmail } link)
        {
            return Expired(http, address);
        }

        if (!BrowserCalls.ComeFrom(http.Request, new Uri(address.PublicUrl)))
        {
            return LinkPages.ConfirmEmailChange(http, address.Site, link.Email!, status: 403);
        }

        if (await exchange.TryChangeEmailAsync(link) is not null)
        {
            return LinkPages.EmailChanged(http, address.Site, link.Email!, Target(address, ("status", "200"), ("action", link.Action)));
        }

        // It was refused and the link stayed, or a second press was faster.
        return links.FindByKey(key) is null
            ? Expired(http, address)
            : LinkPages.EmailTaken(http, address.Site, link.Email!, Failed(address, link.Action, 401, "There is already a user with this email address."));
    }

    private static IResult Expired(HttpContext http, BackendAddress address) => http.Request.AsksForJson()
        ? throw ApiFailure.AccessTokenInvalid()
        : LinkPages.Expired(http, address.Site, Failed(address, LinkAction.ChangeEmail, 400, ApiFailure.TokenProblem));

    private static (string Key, string Action) Read(HttpRequest request) =>
        (LinkQuery.Read(request.Query, "key"), LinkQuery.Read(request.Query, "action"));

    private static ApiFailure? ProblemOf(string key, string action) =>
        key.Length == 0 ? new ApiFailure(400, "missing_access_token", "The key of the link is missing.")
        : !LinkAction.All.Contains(action) ? new ApiFailure(400, "invalid_action_type", "The action of the link is unknown.")
        : null;

    private static string Failed(BackendAddress address, string action, int status, string error) =>
        Target(address, ("status", $"{status}"), ("action", action), ("error", error));

    /// <summary>The Redirect URL with parameters. It is never taken from the link: that would lead anywhere.</summary>
    private static string Target(BackendAddress address, params (string Name, string Value)[] parameters)
    {
        // As a form writes it: a space is a plus.
        var query = string.Join('&', parameters.Select(p => $"{p.Name}={WebUtility.UrlEncode(p.Value)}"));
        var target = address.RedirectUrl;
        return $"{target}{(target.Contains('?') ? '&' : '?')}{query}";
    }
}
