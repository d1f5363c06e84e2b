namespace AltogicAuth.Hosting;

public static class HttpsSetup
{
    /// <summary>Redirects pages to https where the app listens on https itself. Behind a proxy that ends TLS it knows no such port, and does nothing.</summary>
    public static void UseHttpsWhereServed(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment())
        {
            app.UseWhen(http => !http.Request.Path.StartsWithSegments("/healthz"), pages => pages.UseHttpsRedirection());
        }
    }
}
