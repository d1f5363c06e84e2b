namespace AltogicAuth.Hosting;

/// <summary>The tutorial's endpoints, and the well-known address for password managers.</summary>
public static class LegacyRedirects
{
    public static void MapLegacyRedirects(this WebApplication app)
    {
        app.MapRedirect("/api/logout", "/logout");
        app.MapRedirect("/api/update-user", "/profile");
        app.MapRedirect("/.well-known/change-password", "/profile/password");
    }

    private static void MapRedirect(this WebApplication app, string from, string to) =>
        app.MapMethods(from, [HttpMethods.Get, HttpMethods.Head], (HttpRequest request) => Results.LocalRedirect(request.PathBase + to));
}
