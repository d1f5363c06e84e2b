using System.Net;
using AltogicAuth.LocalBackend.Mails;
using AltogicAuth.LocalBackend.Tables;
using AltogicAuth.LocalBackend.Wire;

namespace AltogicAuth.LocalBackend.Endpoints;

/// <summary>Where mailed links point: the link is used up here, and the browser goes on to the app with an access token.</summary>
internal static class LinkEndpoints
{
    public static void MapLinks(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/_api/rest/v1/auth/verify", VerifyAsync);
        endpoints.MapGet("/_auth/{provider}", (LocalBackendAddress address) =>
            Failed(address, "oauth-signin", 400, "This provider is not configured."));
    }

    private static async Task<IResult> VerifyAsync(
        HttpRequest request, Tokens tokens, Users users, LocalBackendAddress address, IOptions<LocalBackendOptions> options)
    {
        var key = request.Query["key"].ToString();
        var action = request.Query["action"].ToString();
        if (key.Length == 0)
        {
            throw new ApiFailure(400, "missing_access_token", "The key of the link is missing.");
        }

        if (!LinkAction.All.Contains(action))
        {
            throw new ApiFailure(400, "invalid_action_type", "The action of the link is unknown.");
        }

        if (await tokens.TakeAsync(key, TokenKind.Link) is not { } link)
        {
            return Failed(address, action, 400, "Invalid or expired access token");
        }

        if (users.Find(link.UserId) is not { } user)
        {
            return Failed(address, link.Action, 404, "The user does not exist.");
        }

        if (await FollowAsync(link, user, users) is { } problem)
        {
            return Failed(address, link.Action, 401, problem);
        }

        if (link.Action == LinkAction.ChangeEmail)
        {
            return Redirect(address, ("status", "200"), ("action", link.Action));
        }

        var accessToken = await tokens.CreateAsync(user.Id, TokenKind.Access, link.Action, options.Value.AccessTokenLifetime);
        return Redirect(address, ("status", "200"), ("access_token", accessToken), ("action", link.Action));
    }

    private static async Task<string?> FollowAsync(TokenRecord link, UserRecord user, Users users)
    {
        switch (link.Action)
        {
            case LinkAction.ConfirmEmail when user.IsVerified:
                return "The email address is verified already.";

            case LinkAction.ConfirmEmail:
                await users.ChangeAsync(user.Id, fields => fields["emailVerified"] = true);
                return null;

            case LinkAction.ChangeEmail when await users.TryChangeEmailAsync(user.Id, link.Email!) is null:
                return "There is already a user with this email address.";

            default:
                return null;
        }
    }

    private static IResult Failed(LocalBackendAddress address, string action, int status, string error) =>
        Redirect(address, ("status", $"{status}"), ("action", action), ("error", error));

    private static IResult Redirect(LocalBackendAddress address, params (string Name, string Value)[] parameters)
    {
        // As a form writes it: a space is a plus.
        var query = string.Join('&', parameters.Select(p => $"{p.Name}={WebUtility.UrlEncode(p.Value)}"));
        var target = address.RedirectUrl;
        return Results.Redirect($"{target}{(target.Contains('?') ? '&' : '?')}{query}");
    }
}
