using System.Net;
using AltogicAuth.Backend.Accounts;

namespace AltogicAuth.Backend.Api;

/// <summary>
/// The targets of mailed links: section 2.2 of the contract. Mail scanners open links too, so a GET changes and stores nothing: it
/// redirects to the app with an access token, or shows the page whose button changes the address.
/// </summary>
internal static class LinkEndpoints
{
    public static void MapLinks(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/_api/rest/v1/auth/verify", VerifyAsync);
        endpoints.MapPost("/_api/rest/v1/auth/verify", ChangeEmailAsync);
        endpoints.MapGet("/_auth/{provider}", (BackendAddress address) =>
            Results.Redirect(FailureUrl(address, "oauth-signin", 400, "This provider is not configured.")));
    }

    private static async Task<IResult> VerifyAsync(HttpContext http, Links links, BackendAddress address)
    {
        var (key, action) = Read(http.Request);
        if (ProblemOf(key, action) is { } problem)
        {
            return http.Request.AcceptsJson() ? throw problem : LinkPages.Incomplete(http, address.Site);
        }

        if (await links.FindByKeyAsync(key) is not { } link)
        {
            return Results.Redirect(FailureUrl(address, action, 400, ApiException.InvalidAccessToken));
        }

        if (link.Action == LinkAction.ChangeEmail)
        {
            return LinkPages.ConfirmEmailChange(http, address.Site, link.Email!);
        }

        return Results.Redirect(RedirectUrl(address, ("status", "200"), ("access_token", links.NewAccessToken(link)), ("action", link.Action)));
    }

    private static async Task<IResult> ChangeEmailAsync(HttpContext http, Links links, LinkExchange exchange, BackendAddress address)
    {
        var (key, action) = Read(http.Request);
        if (ProblemOf(key, action) is { } problem)
        {
            return http.Request.AcceptsJson() ? throw problem : LinkPages.Incomplete(http, address.Site);
        }

        if (await links.FindByKeyAsync(key) is not { Action: LinkAction.ChangeEmail } link)
        {
            return Expired(http, address);
        }

        if (!FormOrigin.IsSameOrigin(http.Request, new Uri(address.PublicUrl)))
        {
            return LinkPages.ConfirmEmailChange(http, address.Site, link.Email!, status: 403);
        }

        if (await exchange.TryChangeEmailAsync(link, http.Request.ClientInfo()) is not null)
        {
            return LinkPages.EmailChanged(http, address.Site, link.Email!, RedirectUrl(address, ("status", "200"), ("action", link.Action)));
        }

        // Either a second submission was faster, or the address is taken and the link is still there.
        return await links.FindByKeyAsync(key) is null
            ? Expired(http, address)
            : LinkPages.EmailTaken(http, address.Site, link.Email!, FailureUrl(address, link.Action, 401, "There is already a user with this email address."));
    }

    private static IResult Expired(HttpContext http, BackendAddress address) => http.Request.AcceptsJson()
        ? throw new RejectedException(Rejection.AccessTokenExpired)
        : LinkPages.Expired(http, address.Site, FailureUrl(address, LinkAction.ChangeEmail, 400, ApiException.InvalidAccessToken));

    private static (string Key, string Action) Read(HttpRequest request) =>
        (LinkQuery.Read(request.Query, "key"), LinkQuery.Read(request.Query, "action"));

    private static ApiException? ProblemOf(string key, string action) =>
        key.Length == 0 ? new ApiException(400, "missing_access_token", "The key of the link is missing.")
        : !LinkAction.All.Contains(action) ? new ApiException(400, "invalid_action_type", "The action of the link is unknown.")
        : null;

    private static string FailureUrl(BackendAddress address, string action, int status, string error) =>
        RedirectUrl(address, ("status", $"{status}"), ("action", action), ("error", error));

    /// <summary>The Redirect URL with parameters. It is never taken from the link: that would be an open redirect.</summary>
    private static string RedirectUrl(BackendAddress address, params (string Name, string Value)[] parameters)
    {
        // As a form encodes it: a space is a plus.
        var query = string.Join('&', parameters.Select(p => $"{p.Name}={WebUtility.UrlEncode(p.Value)}"));
        var target = address.RedirectUrl;
        return $"{target}{(target.Contains('?') ? '&' : '?')}{query}";
    }
}
