using System.Globalization;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;
using Serilog.Settings.Configuration;

namespace AltogicAuth.Hosting;

/// <summary>Serilog, in one stage. JSON in Production; never a query string, an address, a token or a link.</summary>
public static class LogsSetup
{
    // Named, because a search through all assemblies takes a tenth of the start. A sink of another package goes here too.
    private static readonly ConfigurationReaderOptions Sinks = new(typeof(ConsoleLoggerConfigurationExtensions).Assembly);

    public static void AddLogs(this WebApplicationBuilder builder)
    {
        builder.Services.AddSerilog((services, logger) =>
        {
            if (builder.Environment.IsDevelopment())
            {
                logger
                    // ShowStartupBanner says what is worth reading at the start.
                    .MinimumLevel.Override("Microsoft.Hosting.Lifetime", LogEventLevel.Warning)
                    // Keys in plain text, beside what they protect, on the developer's own machine.
                    .MinimumLevel.Override("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogEventLevel.Error);
            }

            logger
                .MinimumLevel.Information()
                .MinimumLevel.Override("System.Net.Http", LogEventLevel.Warning)
                .MinimumLevel.Override("Polly", LogEventLevel.Warning)
                .ReadSettings(builder.Configuration)
                // After the settings, whatever they ask for: the framework writes whole queries and redirects, and
                // mailed tokens arrive as such. A narrower source can still be opened by name.
                .MinimumLevel.Override("Microsoft.AspNetCore", LogEventLevel.Warning)
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

    private static LoggerConfiguration ReadSettings(this LoggerConfiguration logger, IConfiguration settings)
    {
        try
        {
            return logger.ReadFrom.Configuration(settings, Sinks);
        }
        catch (InvalidOperationException failure)
        {
            throw new InvalidOperationException("Serilog: the section cannot be used.", failure);
        }
    }

    /// <summary>One line per request: method, path without query, status, time.</summary>
    public static void UseRequestLogs(this WebApplication app) => app.UseSerilogRequestLogging(options =>
    {
        options.Logger = app.Services.GetRequiredService<Serilog.ILogger>();
        options.GetLevel = (http, _, exception) =>
            exception is not null || http.Response.StatusCode >= 500 ? LogEventLevel.Error
            : http.GetEndpoint()?.DisplayName?.StartsWith("Health", StringComparison.Ordinal) == true ? LogEventLevel.Verbose
            : LogEventLevel.Information;
    });
}
