namespace AltogicAuth.Setup;

/// <summary>Addresses that others know: the tutorial's endpoints, which change nothing here, and the well-known one for password managers.</summary>
public static class OldAddresses
{
    public static void MapOldAddresses(this WebApplication app)
    {
        app.MapGet("/api/logout", () => Results.LocalRedirect("/logout"));
        app.MapGet("/api/update-user", () => Results.LocalRedirect("/profile"));
        app.MapGet("/.well-known/change-password", () => Results.LocalRedirect("/profile/password"));
    }
}
