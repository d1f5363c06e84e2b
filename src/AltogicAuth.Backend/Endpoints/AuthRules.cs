using System.Text.Json.Nodes;
using AltogicAuth.Backend.Tables;
using AltogicAuth.Backend.Wire;

namespace AltogicAuth.Backend.Endpoints;

/// <summary>What several calls of authentication ask for, and how they refuse.</summary>
internal static class AuthRules
{
    /// <summary>The user of the session that the request names.</summary>
    public static UserRecord Owner(HttpRequest request, Users users) => Owner(request.RequireSession(), users);

    public static UserRecord Owner(SessionRecord session, Users users) =>
        users.Find(session.UserId) ?? throw ApiFailure.NotFound("user_not_found", "The user does not exist.");

    /// <summary>The link that yielded the access token of the request, if it is for one of these actions. Nothing is used up yet.</summary>
    public static LinkRecord RequireLink(HttpRequest request, Links links, params ReadOnlySpan<string> actions)
    {
        var token = request.Query["key"].ToString();
        if (token.Length == 0)
        {
            throw new ApiFailure(400, "missing_access_token", "The access token is missing.");
        }

        var link = links.FindByAccessToken(token) ?? throw ApiFailure.AccessTokenInvalid();
        return actions.Contains(link.Action)
            ? link
            : throw new ApiFailure(401, "invalid_token_type", "This access token is for something else.");
    }

    public static void RequireMails(BackendOptions options)
    {
        if (!options.EmailConfirmation)
        {
            throw new ApiFailure(401, "email_verification_disabled", "Email verification is switched off.");
        }
    }

    public static ApiFailure UnknownAddress() => new(401, "invalid_credentials", "There is no user with this email address.");

    public static ApiFailure EmailTaken(EmailAddress email, string param) =>
        new(400, "email_not_unique", "There is already a user with this email address.", ApiFailure.Details(param, email.Value));

    public static (bool, string, JsonNode?, string) EmailProblem(EmailAddress? email, JsonObject body, string param) =>
        (email is null, param, body.Text(param), "Enter a valid email address.");

    public static (bool, string, JsonNode?, string) PasswordProblem(string? password, UserRecord user, string param) =>
        password is not { Length: >= 6 and <= 50 }
            ? (true, param, null, "A password has 6 to 50 characters.")
            : (OwnWords.MakeUp(password, user.Name, user.ShownEmail), param, null, "A password has more in it than the user's own name and address.");

    public static ApiFailure? Problems(params (bool IsWrong, string Param, JsonNode? Value, string Message)[] rules) =>
        rules.Where(rule => rule.IsWrong).Select(rule => (rule.Param, rule.Value, rule.Message)).ToArray() is { Length: > 0 } wrong
            ? ApiFailure.Invalid(wrong)
            : null;
}
