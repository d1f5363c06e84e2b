namespace AltogicAuth.Setup;

/// <summary>Addresses that others know: the tutorial's endpoints, which change nothing here, and the well-known one for password managers.</summary>
public static class OldAddresses
{
    public static void MapOldAddresses(this WebApplication app)
    {
        app.MapGet("/api/logout", LeadTo("/logout"));
        app.MapGet("/api/update-user", LeadTo("/profile"));
        app.MapGet("/.well-known/change-password", LeadTo("/profile/password"));
    }

    private static RequestDelegate LeadTo(string path) => http =>
    {
        http.Response.Redirect(path);
        return Task.CompletedTask;
    };
}
