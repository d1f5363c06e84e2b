namespace AltogicAuth.Backend.Server;

internal static class LogsSetup
{
    /// <summary>Lines in Development, JSON elsewhere. The framework logs whole queries below Warning, and a failed start is reported in one line.</summary>
    public static void AddLogs(this WebApplicationBuilder builder)
    {
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        if (!builder.Environment.IsDevelopment())
        {
            builder.Logging.ClearProviders().AddJsonConsole();
        }
    }
}
