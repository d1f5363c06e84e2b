using AltogicAuth.Backend.Accounts;

namespace AltogicAuth.Backend.Api;

/// <summary>Sign-up, sign-in and changes by phone number: section 2 of the contract.</summary>
internal static class PhoneEndpoints
{
    private static readonly string[] Calls =
    [
        "signup-phone", "signin-phone", "signin-code", "send-code", "verify-phone", "resend-code", "send-reset-code", "reset-pwd-code",
        "change-phone",
    ];

    public static void MapPhone(this IEndpointRouteBuilder endpoints, bool isOn)
    {
        var auth = endpoints.MapGroup("/_api/rest/v1/auth");
        if (!isOn)
        {
            foreach (var call in Calls)
            {
                auth.MapPost($"/{call}", void () => throw new ApiException(401, "not_allowed", "Authentication by phone is switched off."));
            }

            return;
        }

        auth.MapPost("/signup-phone", SignUpAsync);
        auth.MapPost("/signin-phone", SignInAsync);
        auth.MapPost("/signin-code", async (HttpRequest request, TokenSignIns signIns) => ApiResponse.Grant(
            await signIns.SignInByCodeAsync(request.RequirePhone(), request.RequireCode(), request.ClientInfo())));
        auth.MapPost("/verify-phone", async (HttpRequest request, TokenSignIns signIns) => ApiResponse.Grant(
            await signIns.VerifyPhoneAsync(
                request.RequirePhone(), request.RequireCode(), holdPassword: request.Query["holdPassword"] == "true", await request.FindSessionAsync(),
                request.ClientInfo())));
        auth.MapPost("/send-code", (HttpRequest request, PhoneCredentials credentials) =>
            credentials.SendSignInCodeAsync(request.RequirePhone(), request.ClientInfo()));
        auth.MapPost("/resend-code", (HttpRequest request, PhoneCredentials credentials) =>
            credentials.ResendAsync(request.RequirePhone(), request.ClientInfo()));
        auth.MapPost("/send-reset-code", (HttpRequest request, PhoneCredentials credentials) =>
            credentials.SendResetCodeAsync(request.RequirePhone(), request.ClientInfo()));
        auth.MapPost("/reset-pwd-code", ResetPasswordAsync);
        auth.MapPost("/change-phone", ChangePhoneAsync);
    }

    private static async Task<IResult> SignUpAsync(HttpRequest request, SignUps signUps)
    {
        var body = await request.ReadJsonAsync();
        FieldRules.RequireTextOrNothing(body, "phone", "password");
        return ApiResponse.Grant(await signUps.SignUpByPhoneAsync(
            body.Text("phone"), body.Text("password"), body["nameOrUserData"] ?? body["name"], request.ClientInfo(), request.HttpContext.RequestAborted));
    }

    private static async Task<IResult> SignInAsync(HttpRequest request, PasswordSignIns signIns)
    {
        var body = await request.ReadJsonAsync();
        FieldRules.RequireTextOrNothing(body, "phone", "password");
        var phone = PhoneNumber.TryParse(body.Text("phone"));
        InvalidFieldException.ThrowIfAny(PhoneNumber.ProblemOf(phone, body.Text("phone"), "phone"));
        return ApiResponse.Grant(await signIns.SignInByPhoneAsync(
            phone!, body.Text("password"), request.ClientInfo(), request.HttpContext.RequestAborted));
    }

    private static async Task ResetPasswordAsync(HttpRequest request, PhoneCredentials credentials)
    {
        var body = await request.ReadJsonAsync();
        await credentials.ResetPasswordAsync(
            request.RequirePhone(), request.RequireCode(), body.Text("newPassword"), request.ClientInfo(), request.HttpContext.RequestAborted);
    }

    private static async Task<IResult> ChangePhoneAsync(HttpRequest request, Users users, PhoneCredentials credentials)
    {
        var (session, body) = await request.ReadJsonOfSessionAsync();
        FieldRules.RequireTextOrNothing(body, "currentPassword", "newPhone");
        return ApiResponse.User(await credentials.ChangePhoneAsync(
            await users.OfSessionAsync(session), body.Text("currentPassword"), body.Text("newPhone"), request.ClientInfo(), request.HttpContext.RequestAborted));
    }

    /// <summary>The number in the query. A <c>+</c> that was not encoded arrives as a space.</summary>
    private static PhoneNumber RequirePhone(this HttpRequest request)
    {
        var text = request.Query["phone"].ToString();
        if (text.Length == 0)
        {
            throw new ApiException(400, "missing_phone_number", "The phone number is missing.");
        }

        var given = text[0] == ' ' ? $"+{text[1..]}" : text;
        return PhoneNumber.TryParse(given) ?? throw new InvalidFieldException("phone", PhoneNumber.Rule, text);
    }

    private static string RequireCode(this HttpRequest request) =>
        request.Query["code"].ToString() is { Length: > 0 } code
            ? code
            : throw new ApiException(400, "missing_sms_code", "The code is missing.");
}
