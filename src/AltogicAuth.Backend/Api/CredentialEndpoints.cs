using AltogicAuth.Backend.Accounts;

namespace AltogicAuth.Backend.Api;

/// <summary>Mails that prove an address, and changes of password and address: section 2 of the contract.</summary>
internal static class CredentialEndpoints
{
    public static void MapCredentials(this IEndpointRouteBuilder auth)
    {
        auth.MapPost("/resend", (HttpRequest request, Credentials credentials) =>
            credentials.ResendConfirmationAsync(request.QueryEmail(), request.ClientInfo()));
        auth.MapPost("/send-magic", (HttpRequest request, Credentials credentials) =>
            credentials.SendLinkAsync(request.QueryEmail(), LinkAction.MagicLink, request.ClientInfo()));
        auth.MapPost("/send-reset", (HttpRequest request, Credentials credentials) =>
            credentials.SendLinkAsync(request.QueryEmail(), LinkAction.ResetPassword, request.ClientInfo()));
        auth.MapPost("/reset-pwd", ResetPasswordAsync);
        auth.MapPost("/change-pwd", ChangePasswordAsync);
        auth.MapPost("/change-email", ChangeEmailAsync);
    }

    private static async Task ResetPasswordAsync(HttpRequest request, Credentials credentials)
    {
        var body = await request.ReadJsonAsync();
        await credentials.ResetPasswordAsync(request.RequireAccessToken(), body.Text("newPassword"), request.ClientInfo(), request.HttpContext.RequestAborted);
    }

    private static async Task ChangePasswordAsync(HttpRequest request, Users users, Credentials credentials)
    {
        var (session, body) = await request.ReadJsonOfSessionAsync();
        FieldRules.RequireTextOrNothing(body, "oldPassword", "newPassword");
        await credentials.ChangePasswordAsync(
            await users.OfSessionAsync(session), body.Text("oldPassword"), body.Text("newPassword"), request.ClientInfo(), request.HttpContext.RequestAborted);
    }

    private static async Task<IResult> ChangeEmailAsync(HttpRequest request, Users users, Credentials credentials)
    {
        var (session, body) = await request.ReadJsonOfSessionAsync();
        FieldRules.RequireTextOrNothing(body, "currentPassword", "newEmail");
        return ApiResponse.User(await credentials.ChangeEmailAsync(
            await users.OfSessionAsync(session), body.Text("currentPassword"), body.Text("newEmail"), request.ClientInfo(), request.HttpContext.RequestAborted));
    }
}
