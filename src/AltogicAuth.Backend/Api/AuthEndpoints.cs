using AltogicAuth.Backend.Accounts;

namespace AltogicAuth.Backend.Api;

/// <summary>Sign-up and sign-in by email: section 2 of the contract.</summary>
internal static class AuthEndpoints
{
    public static void MapAuth(this IEndpointRouteBuilder endpoints)
    {
        var auth = endpoints.MapGroup("/_api/rest/v1/auth");
        auth.MapPost("/signup-email", SignUpAsync);
        auth.MapPost("/signin-email", SignInAsync);
        auth.MapGet("/grant", GrantAsync);
        auth.MapCredentials();
        auth.MapSessions();
    }

    private static async Task<IResult> SignUpAsync(HttpRequest request, SignUps signUps)
    {
        var body = await request.ReadJsonAsync();
        FieldRules.RequireTextOrNothing(body, "email", "password");
        return ApiResponse.Grant(await signUps.SignUpAsync(
            body.Text("email"), body.Text("password"), body["nameOrUserData"] ?? body["name"], request.ClientInfo(), request.HttpContext.RequestAborted));
    }

    private static async Task<IResult> SignInAsync(HttpRequest request, PasswordSignIns signIns)
    {
        var body = await request.ReadJsonAsync();
        FieldRules.RequireTextOrNothing(body, "email", "password");
        return ApiResponse.Grant(await signIns.SignInAsync(
            body.Text("email"), body.Text("password"), request.ClientInfo(), request.HttpContext.RequestAborted));
    }

    private static async Task<IResult> GrantAsync(HttpRequest request, TokenSignIns signIns) => ApiResponse.Grant(await signIns.SignInByLinkAsync(
        request.RequireAccessToken(), holdPassword: request.Query["holdPassword"] == "true", request.ClientInfo()));
}
