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
            return Results.Redirect(AppRedirect.Failure(address, action, 400, ApiException.InvalidAccessToken));
        }

        if (link.Action == LinkAction.ChangeEmail)
        {
            return LinkPages.ConfirmEmailChange(http, link.Email!);
        }

        return Results.Redirect(AppRedirect.Success(address, link.Action, links.NewAccessToken(link)));
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
            return LinkPages.ConfirmEmailChange(http, link.Email!, status: 403);
        }

        if (await exchange.TryChangeEmailAsync(link, http.Request.ClientInfo()) is not null)
        {
            return LinkPages.EmailChanged(http, link.Email!, AppRedirect.Success(address, link.Action));
        }

        // Either a second submission was faster, or the address is taken and the link is still there.
        return await links.FindByKeyAsync(key) is null
            ? Expired(http, address)
            : LinkPages.EmailTaken(http, link.Email!, AppRedirect.Failure(address, link.Action, 401, "There is already a user with this email address."));
    }

    private static IResult Expired(HttpContext http, BackendAddress address) => http.Request.AcceptsJson()
        ? throw new RejectedException(Rejection.AccessTokenExpired)
        : LinkPages.Expired(http, AppRedirect.Failure(address, LinkAction.ChangeEmail, 400, ApiException.InvalidAccessToken));

    private static (string Key, string Action) Read(HttpRequest request) =>
        (LinkQuery.Read(request.Query, "key"), LinkQuery.Read(request.Query, "action"));

    private static ApiException? ProblemOf(string key, string action) =>
        key.Length == 0 ? new ApiException(400, "missing_access_token", "The key of the link is missing.")
        : !LinkAction.All.Contains(action) ? new ApiException(400, "invalid_action_type", "The action of the link is unknown.")
        : null;
}
