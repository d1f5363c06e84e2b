using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;
using Serilog.Settings.Configuration;

namespace AltogicAuth.Hosting;

/// <summary>Serilog: text in Development, JSON in Production. Never a query string, an email address, a token or a link.</summary>
public static class LogsSetup
{
    // Names the sinks' assembly: a search through all assemblies takes a tenth of the start.
    private static readonly ConfigurationReaderOptions Sinks = new(typeof(ConsoleLoggerConfigurationExtensions).Assembly);

    public static void AddLogs(this WebApplicationBuilder builder)
    {
        builder.Services.AddSerilog((services, logger) =>
        {
            if (builder.Environment.IsDevelopment())
            {
                logger
                    .MinimumLevel.Override("Microsoft.Hosting.Lifetime", LogEventLevel.Warning)
                    // Keys on a developer's own machine may be unencrypted.
                    .MinimumLevel.Override("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogEventLevel.Error);
            }

            logger
                .MinimumLevel.Information()
                .MinimumLevel.Override("System.Net.Http", LogEventLevel.Warning)
                .MinimumLevel.Override("Polly", LogEventLevel.Warning)
                .ReadFrom.Configuration(builder.Configuration, Sinks)
                // After the settings, which may not lower it: the framework logs mailed tokens in queries and redirects.
                .MinimumLevel.Override("Microsoft.AspNetCore", LogEventLevel.Warning)
                // It logs the profiles that providers send.
                .MinimumLevel.Override("OpenIddict", LogEventLevel.Warning)
                .ReadFrom.Services(services)
                .Enrich.FromLogContext()
                .Filter.ByExcluding(StartFailures.IsLogged);
            if (builder.Environment.IsDevelopment())
            {
                logger.Enrich.With<ControlCharacterEnricher>().WriteTo.Console(formatProvider: CultureInfo.InvariantCulture);
                return;
            }

            logger.WriteTo.Console(new RenderedCompactJsonFormatter());
        }, preserveStaticLogger: true);
    }

    public static void UseRequestLogs(this WebApplication app) => app.UseSerilogRequestLogging(options =>
    {
        options.Logger = app.Services.GetRequiredService<Serilog.ILogger>();
        options.GetLevel = (http, _, exception) =>
            exception is not null || http.Response.StatusCode >= 500 ? LogEventLevel.Error
            : http.GetEndpoint()?.DisplayName?.StartsWith("Health", StringComparison.Ordinal) == true ? LogEventLevel.Verbose
            : LogEventLevel.Information;
    });
}
