using AltogicAuth.Backend.Mails;
using AltogicAuth.Backend.Tables;
using AltogicAuth.Backend.Wire;

namespace AltogicAuth.Backend.Endpoints;

/// <summary>Mails that prove an address, and what they and a password change: section 2 of Altogic's API.</summary>
internal static class CredentialEndpoints
{
    public static void MapCredentials(this IEndpointRouteBuilder auth)
    {
        auth.MapPost("/resend", ResendAsync);
        auth.MapPost("/send-magic", (HttpRequest request, Users users, Mailer mailer, IOptions<BackendOptions> options) =>
            SendToVerifiedAsync(request, users, mailer, options, LinkAction.MagicLink));
        auth.MapPost("/send-reset", (HttpRequest request, Users users, Mailer mailer, IOptions<BackendOptions> options) =>
            SendToVerifiedAsync(request, users, mailer, options, LinkAction.ResetPassword));
        auth.MapPost("/reset-pwd", ResetPasswordAsync);
        auth.MapPost("/change-pwd", ChangePasswordAsync);
        auth.MapPost("/change-email", ChangeEmailAsync);
    }

    private static async Task ResendAsync(HttpRequest request, Users users, Mailer mailer, IOptions<BackendOptions> options)
    {
        AuthRules.RequireMails(options.Value);
        var user = users.FindByEmail(request.QueryEmail()) ?? throw AuthRules.UnknownAddress();
        if (user.IsVerified)
        {
            throw new ApiFailure(401, "email_already_verified", "The email address is verified already.");
        }

        await mailer.SendAsync(user, LinkAction.ConfirmEmail, request);
    }

    private static async Task SendToVerifiedAsync(
        HttpRequest request, Users users, Mailer mailer, IOptions<BackendOptions> options, string action)
    {
        AuthRules.RequireMails(options.Value);
        var user = users.FindByEmail(request.QueryEmail()) ?? throw AuthRules.UnknownAddress();
        if (!user.IsVerified)
        {
            throw new ApiFailure(401, "email_not_verified", "The email address is not verified yet.");
        }

        await mailer.SendAsync(user, action, request);
    }

    private static async Task ResetPasswordAsync(HttpRequest request, Users users, Links links, LinkExchange exchange, Passwords passwords)
    {
        var newPassword = (await request.ReadJsonAsync()).Text("newPassword");
        var link = AuthRules.RequireLink(request, links, LinkAction.ResetPassword);
        var user = users.Find(link.UserId) ?? throw new ApiFailure(401, "user_not_found", "The user does not exist.");
        if (AuthRules.Problems(AuthRules.PasswordProblem(newPassword, user, "newPassword")) is { } invalid)
        {
            throw invalid;
        }

        _ = await exchange.ResetPasswordAsync(link, await passwords.HashAsync(user, newPassword!, request.HttpContext.RequestAborted)) ?? throw ApiFailure.AccessTokenInvalid();
    }

    private static async Task ChangePasswordAsync(HttpRequest request, Users users, Passwords passwords)
    {
        var (session, body) = await request.ReadJsonOfSessionAsync();
        var user = AuthRules.Owner(session, users);
        var newPassword = body.Text("newPassword");
        if (AuthRules.Problems(AuthRules.PasswordProblem(newPassword, user, "newPassword")) is { } invalid)
        {
            throw invalid;
        }

        await RequirePasswordAsync(request, passwords, user, body.Text("oldPassword"));
        if (!await users.TryChangePasswordAsync(user, await passwords.HashAsync(user, newPassword!, request.HttpContext.RequestAborted)))
        {
            throw WrongPassword();
        }
    }

    private static async Task<IResult> ChangeEmailAsync(
        HttpRequest request, Users users, Links links, Mailer mailer, Passwords passwords, IOptions<BackendOptions> options)
    {
        var (session, body) = await request.ReadJsonOfSessionAsync();
        var user = AuthRules.Owner(session, users);
        var email = EmailAddress.TryParse(body.Text("newEmail"));
        if (AuthRules.Problems(AuthRules.EmailProblem(email, body, "newEmail")) is { } invalid)
        {
            throw invalid;
        }

        await RequirePasswordAsync(request, passwords, user, body.Text("currentPassword"));
        if (users.FindByEmail(email) is not null)
        {
            throw AuthRules.EmailTaken(email!, "email");
        }

        if (options.Value.EmailConfirmation)
        {
            await mailer.SendAsync(user, LinkAction.ChangeEmail, request, newEmail: email);
            if (!users.HasPasswordOf(user))
            {
                await links.EndAsync(user.Id, LinkAction.ChangeEmail);
                throw WrongPassword();
            }

            return ApiAnswer.Json(user.Fields);
        }

        var changed = await users.TryChangeEmailAsync(user.Id, email!) ?? throw AuthRules.EmailTaken(email!, "email");
        return ApiAnswer.Json(changed.Fields);
    }

    private static async Task RequirePasswordAsync(HttpRequest request, Passwords passwords, UserRecord user, string? password)
    {
        if (user.PasswordHash is null)
        {
            throw new ApiFailure(401, "invalid_provider", "This account has no password.");
        }

        if (!await passwords.VerifyAsync(user, password ?? "", request.HttpContext.RequestAborted))
        {
            throw WrongPassword();
        }
    }

    private static ApiFailure WrongPassword() => new(401, "invalid_credentials", "The current password is not right.");
}
