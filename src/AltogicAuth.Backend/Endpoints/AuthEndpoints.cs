using System.Text.Json.Nodes;
using AltogicAuth.Backend.Mails;
using AltogicAuth.Backend.Tables;
using AltogicAuth.Backend.Wire;

namespace AltogicAuth.Backend.Endpoints;

/// <summary>Ways in, for email: section 2 of Altogic's API. Those by phone are switched off.</summary>
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
        auth.MapGet("/grant", GrantAsync);
        auth.MapCredentials();
        auth.MapSessions();
        foreach (var call in PhoneCalls)
        {
            auth.MapPost($"/{call}", void () => throw new ApiFailure(401, "not_allowed", "Authentication by phone is switched off."));
        }
    }

    private static async Task<IResult> SignUpAsync(
        HttpRequest request, Users users, Sessions sessions, Mailer mailer, Passwords passwords,
        IOptions<BackendOptions> options)
    {
        var body = await request.ReadJsonAsync();
        SizeLimits.Require(body);
        var email = EmailAddress.TryParse(body.Text("email"));
        var password = body.Text("password");
        var user = UserRecord.New(email?.Value ?? "", users.Now);
        Apply(body["nameOrUserData"] ?? body["name"], user.Fields, options.Value);
        if (AuthRules.Problems(AuthRules.EmailProblem(email, body, "email"), AuthRules.PasswordProblem(password, user, "password")) is { } invalid)
        {
            throw invalid;
        }

        SizeLimits.RequireRecord(user.Fields, "nameOrUserData");
        if (!await users.TryCreateAsync(user, await passwords.HashAsync(user, password!, request.HttpContext.RequestAborted)))
        {
            throw AuthRules.EmailTaken(email!, "email");
        }

        if (!options.Value.EmailConfirmation || user.IsVerified)
        {
            return await OpenSessionAsync(user, sessions, request);
        }

        try
        {
            await mailer.SendAsync(user, LinkAction.ConfirmEmail, request);
        }
        catch
        {
            // Nobody could ever confirm the address, and it would stay taken.
            await users.DeleteAsync(user.Id);
            throw;
        }

        return Grant(user, session: null);
    }

    private static async Task<IResult> SignInAsync(
        HttpRequest request, Users users, Sessions sessions, Passwords passwords, IOptions<BackendOptions> options)
    {
        var body = await request.ReadJsonAsync();
        var password = body.Text("password") ?? "";
        var user = users.FindByEmail(EmailAddress.TryParse(body.Text("email")));
        // A hash is checked in any case: time tells nothing about an address.
        var matches = await passwords.VerifyAsync(user, password, request.HttpContext.RequestAborted);
        if (user is null)
        {
            throw Rejected();
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
            throw Rejected();
        }

        // The first write: a caller that has hung up by then gets no session.
        var session = await sessions.CreateAsync(user.Id, request.Headers.UserAgent, request.HttpContext.RequestAborted);
        if (await users.NoteLoginAsync(user) is not { } current)
        {
            // Whatever replaced the password ended the sessions of then.
            await sessions.EndAsync(session.Token);
            throw Rejected();
        }

        return Grant(current, session);
    }

    private static async Task<IResult> GrantAsync(HttpRequest request, Sessions sessions, Links links, LinkExchange exchange)
    {
        var link = AuthRules.RequireLink(request, links, LinkAction.MagicLink, LinkAction.ConfirmEmail);
        var holdPassword = request.Query["holdPassword"] == "true";
        var user = await exchange.SignInAsync(link, holdPassword) ?? throw ApiFailure.AccessTokenInvalid();
        return await OpenSessionAsync(user, sessions, request);
    }

    private static async Task<IResult> OpenSessionAsync(UserRecord user, Sessions sessions, HttpRequest request) =>
        Grant(user, await sessions.CreateAsync(user.Id, request.Headers.UserAgent));

    private static IResult Grant(UserRecord user, SessionRecord? session) =>
        ApiAnswer.Json(new JsonObject { ["user"] = user.Fields.DeepClone(), ["session"] = session?.ToJson() });

    private static ApiFailure Rejected() => new(401, "invalid_sign_in_credentials", "Invalid email or password.");

    private static void Apply(JsonNode? nameOrUserData, JsonObject fields, BackendOptions options)
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
}
