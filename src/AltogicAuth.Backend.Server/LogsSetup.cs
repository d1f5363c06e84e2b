namespace AltogicAuth.Backend.Server;

internal static class LogsSetup
{
    /// <summary>
    /// Lines in Development, JSON elsewhere. Below Warning the framework logs whole queries, and OpenIddict what providers send. A failed
    /// start is reported in one line.
    /// </summary>
    public static void AddLogs(this WebApplicationBuilder builder)
    {
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("OpenIddict", LogLevel.Warning);
        builder.Logging.AddFilter("System.Net.Http", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        if (!builder.Environment.IsDevelopment())
        {
            builder.Logging.ClearProviders().AddJsonConsole();
        }
    }
}
