namespace AltogicAuth.Hosting;

/// <summary>Addresses that others know: the tutorial's endpoints, which change nothing here, and the well-known one for password managers.</summary>
public static class LegacyRedirects
{
    public static void MapLegacyRedirects(this WebApplication app)
    {
        app.MapLead("/api/logout", "/logout");
        app.MapLead("/api/update-user", "/profile");
        app.MapLead("/.well-known/change-password", "/profile/password");
    }

    private static void MapLead(this WebApplication app, string address, string path) =>
        app.MapMethods(address, [HttpMethods.Get, HttpMethods.Head], http =>
        {
            http.Response.Redirect(http.Request.PathBase + path);
            return Task.CompletedTask;
        });
}
