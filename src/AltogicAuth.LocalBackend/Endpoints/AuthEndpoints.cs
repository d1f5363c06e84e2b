using System.Text.Json.Nodes;
using AltogicAuth.LocalBackend.Mails;
using AltogicAuth.LocalBackend.Tables;
using AltogicAuth.LocalBackend.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace AltogicAuth.LocalBackend.Endpoints;

/// <summary>Sign-up, sign-in, mails and sessions: section 2 of Altogic's API, for email.</summary>
internal static class AuthEndpoints
{
    private static readonly string[] PhoneCalls =
    [
        "signup-phone", "signin-phone", "signin-code", "send-code", "verify-phone", "resend-code", "send-reset-code", "reset-pwd-code",
        "change-phone",
    ];

    public static void MapAuth(this IEndpointRouteBuilder endpoints)
    {
        var auth = endpoints.MapGroup("/_api/rest/v1/auth");
        auth.MapPost("/signup-email", SignUpAsync);
        auth.MapPost("/signin-email", SignInAsync);
        auth.MapPost("/resend", ResendAsync);
        auth.MapPost("/send-magic", (HttpRequest request, Users users, Mailer mailer, IOptions<LocalBackendOptions> options) =>
            SendToVerifiedAsync(request, users, mailer, options, LinkAction.MagicLink));
        auth.MapPost("/send-reset", (HttpRequest request, Users users, Mailer mailer, IOptions<LocalBackendOptions> options) =>
            SendToVerifiedAsync(request, users, mailer, options, LinkAction.ResetPassword));
        auth.MapPost("/reset-pwd", ResetPasswordAsync);
        auth.MapPost("/change-pwd", ChangePasswordAsync);
        auth.MapPost("/change-email", ChangeEmailAsync);
        auth.MapGet("/grant", GrantAsync);
        auth.MapGet("/user", UserAsync);
        auth.MapGet("/sessions", (HttpRequest request, Sessions sessions) =>
            Json(new JsonArray([.. sessions.OfUser(request.RequireSession().UserId).Select(session => session.ToJson())])));
        auth.MapPost("/signout", SignOutAsync);
        auth.MapPost("/signout-all", async (HttpRequest request, Sessions sessions) =>
            await sessions.EndAllAsync(request.RequireSession().UserId));
        auth.MapPost("/signout-all-except", async (HttpRequest request, Sessions sessions) =>
        {
            var session = request.RequireSession();
            await sessions.EndAllAsync(session.UserId, except: session.Token);
        });
        foreach (var call in PhoneCalls)
        {
            auth.MapPost($"/{call}", void () => throw new ApiFailure(401, "not_allowed", "Authentication by phone is switched off."));
        }
    }

    private static async Task<IResult> SignUpAsync(
        HttpRequest request, Users users, Sessions sessions, Mailer mailer, IPasswordHasher<UserRecord> hasher,
        IOptions<LocalBackendOptions> options)
    {
        var body = await request.ReadJsonAsync();
        var email = Emails.Normalize(body.Text("email"));
        var password = body.Text("password");
        if (Problems((!Emails.IsValid(email), "email", email, "Enter a valid email address."), PasswordProblem(password, "password")) is { } invalid)
        {
            throw invalid;
        }

        var user = UserRecord.New(email, users.Now);
        Apply(body["nameOrUserData"] ?? body["name"], user.Fields, options.Value);
        if (!await users.TryCreateAsync(user, created => hasher.HashPassword(created, password!)))
        {
            throw EmailTaken(email, "email");
        }

        if (!options.Value.EmailConfirmation || user.IsVerified)
        {
            return Json(await OpenSessionAsync(user, sessions, request));
        }

        await mailer.SendAsync(user, LinkAction.ConfirmEmail, request);
        return Json(new JsonObject { ["user"] = user.Fields.DeepClone(), ["session"] = null });
    }

    private static async Task<IResult> SignInAsync(
        HttpRequest request, Users users, Sessions sessions, IPasswordHasher<UserRecord> hasher, IOptions<LocalBackendOptions> options)
    {
        var body = await request.ReadJsonAsync();
        var password = body.Text("password") ?? "";
        var user = await users.FindByEmailAsync(Emails.Normalize(body.Text("email")));
        // A hash is checked in any case: time tells nothing about an address.
        var matches = IsRight(hasher, user ?? UserRecord.New("nobody@example.com", users.Now), user?.PasswordHash ?? HashOfNobody(hasher), password);
        if (user is null)
        {
            throw new ApiFailure(401, "invalid_sign_in_credentials", "Invalid email or password.");
        }

        if (user.PasswordHash is null)
        {
            throw new ApiFailure(401, "invalid_provider_sign_in", "This account has no password.");
        }

        if (options.Value.EmailConfirmation && !user.IsVerified)
        {
            throw new ApiFailure(401, "email_not_verified", "The email address is not verified yet.");
        }

        if (!matches)
        {
            throw new ApiFailure(401, "invalid_sign_in_credentials", "Invalid email or password.");
        }

        return Json(await OpenSessionAsync(await users.NoteLoginAsync(user.Id) ?? user, sessions, request));
    }

    private static async Task ResendAsync(HttpRequest request, Users users, Mailer mailer, IOptions<LocalBackendOptions> options)
    {
        RequireMails(options.Value);
        var user = await users.FindByEmailAsync(request.QueryEmail()) ?? throw UnknownAddress();
        if (user.IsVerified)
        {
            throw new ApiFailure(401, "email_already_verified", "The email address is verified already.");
        }

        await mailer.SendAsync(user, LinkAction.ConfirmEmail, request);
    }

    private static async Task SendToVerifiedAsync(
        HttpRequest request, Users users, Mailer mailer, IOptions<LocalBackendOptions> options, string action)
    {
        RequireMails(options.Value);
        var user = await users.FindByEmailAsync(request.QueryEmail()) ?? throw UnknownAddress();
        if (!user.IsVerified)
        {
            throw new ApiFailure(401, "email_not_verified", "The email address is not verified yet.");
        }

        await mailer.SendAsync(user, action, request);
    }

    private static async Task ResetPasswordAsync(HttpRequest request, Users users, Tokens tokens, IPasswordHasher<UserRecord> hasher)
    {
        var newPassword = (await request.ReadJsonAsync()).Text("newPassword");
        if (Problems(PasswordProblem(newPassword, "newPassword")) is { } invalid)
        {
            throw invalid;
        }

        var token = await TakeAsync(request, tokens, action => action == LinkAction.ResetPassword);
        var user = await users.FindAsync(token.UserId) ?? throw new ApiFailure(401, "user_not_found", "The user does not exist.");
        await users.SetPasswordAsync(user.Id, hasher.HashPassword(user, newPassword!));
    }

    private static async Task ChangePasswordAsync(HttpRequest request, Users users, IPasswordHasher<UserRecord> hasher)
    {
        var (user, body) = (await OwnerAsync(request, users), await request.ReadJsonAsync());
        var newPassword = body.Text("newPassword");
        if (Problems(PasswordProblem(newPassword, "newPassword")) is { } invalid)
        {
            throw invalid;
        }

        RequirePassword(hasher, user, body.Text("oldPassword"));
        await users.SetPasswordAsync(user.Id, hasher.HashPassword(user, newPassword!));
    }

    private static async Task<IResult> ChangeEmailAsync(
        HttpRequest request, Users users, Mailer mailer, IPasswordHasher<UserRecord> hasher, IOptions<LocalBackendOptions> options)
    {
        var (user, body) = (await OwnerAsync(request, users), await request.ReadJsonAsync());
        var email = Emails.Normalize(body.Text("newEmail"));
        if (Problems((!Emails.IsValid(email), "newEmail", email, "Enter a valid email address.")) is { } invalid)
        {
            throw invalid;
        }

        RequirePassword(hasher, user, body.Text("currentPassword"));
        if (await users.FindByEmailAsync(email) is not null)
        {
            throw EmailTaken(email, "email");
        }

        if (options.Value.EmailConfirmation)
        {
            await mailer.SendAsync(user, LinkAction.ChangeEmail, request, newEmail: email);
            return Json(user.Fields);
        }

        return await users.TryChangeEmailAsync(user.Id, email)
            ? Json((await users.FindAsync(user.Id))!.Fields)
            : throw EmailTaken(email, "email");
    }

    private static async Task<IResult> GrantAsync(HttpRequest request, Users users, Sessions sessions, Tokens tokens)
    {
        var token = await TakeAsync(request, tokens, action => action is LinkAction.MagicLink or LinkAction.ConfirmEmail);
        var user = await users.NoteLoginAsync(token.UserId) ?? throw ApiFailure.NotFound("user_not_found", "The user does not exist.");
        return Json(await OpenSessionAsync(user, sessions, request));
    }

    private static async Task<IResult> UserAsync(HttpRequest request, Users users) => Json((await OwnerAsync(request, users)).Fields);

    private static async Task SignOutAsync(HttpRequest request, Sessions sessions)
    {
        var session = request.RequireSession();
        var named = (await request.ReadJsonAsync()).Text("token") ?? session.Token;
        if (named.Length != session.Token.Length)
        {
            throw ApiFailure.SessionInvalid(404);
        }

        if (sessions.Find(named) is { } other && other.UserId != session.UserId)
        {
            throw ApiFailure.SessionInvalid(403);
        }

        await sessions.EndAsync(named);
    }

    private static async Task<UserRecord> OwnerAsync(HttpRequest request, Users users) =>
        await users.FindAsync(request.RequireSession().UserId) ?? throw ApiFailure.NotFound("user_not_found", "The user does not exist.");

    private static async Task<TokenRecord> TakeAsync(HttpRequest request, Tokens tokens, Func<string, bool> isForThis)
    {
        var key = request.Query["key"].ToString();
        if (key.Length == 0)
        {
            throw new ApiFailure(400, "missing_access_token", "The access token is missing.");
        }

        // Looked at first: a token for something else is refused, not used up.
        var token = tokens.Peek(key, TokenKind.Access) ?? throw ApiFailure.AccessTokenInvalid();
        if (!isForThis(token.Action))
        {
            throw new ApiFailure(401, "invalid_token_type", "This access token is for something else.");
        }

        return await tokens.TakeAsync(key, TokenKind.Access) ?? throw ApiFailure.AccessTokenInvalid();
    }

    private static async Task<JsonObject> OpenSessionAsync(UserRecord user, Sessions sessions, HttpRequest request)
    {
        var session = await sessions.CreateAsync(user.Id, request.Headers.UserAgent);
        return new JsonObject { ["user"] = user.Fields.DeepClone(), ["session"] = session.ToJson() };
    }

    private static void Apply(JsonNode? nameOrUserData, JsonObject fields, LocalBackendOptions options)
    {
        if (nameOrUserData is JsonValue name && name.TryGetValue<string>(out var text))
        {
            fields["name"] = text;
        }

        if (nameOrUserData is not JsonObject data)
        {
            return;
        }

        foreach (var (field, value) in data.Where(field => !UserFields.Protected.Contains(field.Key)))
        {
            fields[field] = value?.DeepClone();
        }

        if (options.AllowVerifiedSignUp && data.Flag("emailVerified") == true)
        {
            fields["emailVerified"] = true;
        }
    }

    private static void RequireMails(LocalBackendOptions options)
    {
        if (!options.EmailConfirmation)
        {
            throw new ApiFailure(401, "email_verification_disabled", "Email verification is switched off.");
        }
    }

    private static void RequirePassword(IPasswordHasher<UserRecord> hasher, UserRecord user, string? password)
    {
        if (user.PasswordHash is null)
        {
            throw new ApiFailure(401, "invalid_provider", "This account has no password.");
        }

        if (!IsRight(hasher, user, user.PasswordHash, password ?? ""))
        {
            throw new ApiFailure(401, "invalid_credentials", "The current password is not right.");
        }
    }

    private static bool IsRight(IPasswordHasher<UserRecord> hasher, UserRecord user, string hash, string password) =>
        hasher.VerifyHashedPassword(user, hash, password) != PasswordVerificationResult.Failed;

    private static string? _hashOfNobody;

    private static string HashOfNobody(IPasswordHasher<UserRecord> hasher) =>
        _hashOfNobody ??= hasher.HashPassword(UserRecord.New("nobody@example.com", DateTimeOffset.UnixEpoch), Guid.NewGuid().ToString());

    private static ApiFailure UnknownAddress() => new(401, "invalid_credentials", "There is no user with this email address.");

    private static ApiFailure EmailTaken(string email, string param) =>
        new(400, "email_not_unique", "There is already a user with this email address.", ApiFailure.Details(param, email));

    private static (bool, string, JsonNode?, string) PasswordProblem(string? password, string param) =>
        (password is not { Length: >= 6 and <= 50 }, param, null, "A password has 6 to 50 characters.");

    private static ApiFailure? Problems(params (bool IsWrong, string Param, JsonNode? Value, string Message)[] rules) =>
        rules.Where(rule => rule.IsWrong).Select(rule => (rule.Param, rule.Value, rule.Message)).ToArray() is { Length: > 0 } wrong
            ? ApiFailure.Invalid(wrong)
            : null;

    private static IResult Json(JsonNode json) => Results.Content(json.ToJsonString(), "application/json; charset=utf-8");
}
