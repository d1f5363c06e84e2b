using System.Reflection;
using Serilog.Events;

namespace AltogicAuth.Hosting;

/// <summary>A setting or a place that keeps the app from starting is named in one line, instead of a stack trace.</summary>
public static class StartFailures
{
    /// <summary>From here on, until the app has started. A test host catches what is thrown itself.</summary>
    public static void ReportInOneLine()
    {
        if (Assembly.GetEntryAssembly() == typeof(Program).Assembly)
        {
            AppDomain.CurrentDomain.UnhandledException += Report;
        }
    }

    /// <summary>Runs the app until it is told to stop.</summary>
    public static async Task RunUntilShutdownAsync(this WebApplication app)
    {
        await using var disposed = app;
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        try
        {
            await app.StartAsync();
        }
        catch (Exception failure) when (failure is not OptionsValidationException)
        {
            // The settings are checked, and the local backend names its own: what is left to fail is the server.
            var addresses = string.Join(", ", Listening.AddressesIn(app.Configuration));
            throw new InvalidOperationException(
                $"The app cannot listen on {addresses}. {MessageOf(failure)} Its addresses are the settings urls, http_ports, https_ports and Kestrel.", failure);
        }

        AppDomain.CurrentDomain.UnhandledException -= Report;
        await app.WaitForShutdownAsync();
    }

    /// <summary>What the host and the server log of a failure that is reported already.</summary>
    public static bool IsLogged(LogEvent record) => record.MessageTemplate.Text is "Hosting failed to start" or "Unable to start Kestrel.";

    private static void Report(object sender, UnhandledExceptionEventArgs unhandled)
    {
        // Anything else is a fault of the code, whose place counts.
        if (unhandled.ExceptionObject is OptionsValidationException or InvalidOperationException or InvalidDataException or FormatException)
        {
            Console.Error.WriteLine(MessageOf((Exception)unhandled.ExceptionObject));
            Environment.Exit(1);
        }
    }

    private static string MessageOf(Exception failure)
    {
        var messages = new List<string>();
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (!messages.Any(message => message.Contains(cause.Message, StringComparison.OrdinalIgnoreCase)))
            {
                messages.Add(cause.Message);
            }
        }

        return string.Join(' ', messages.Select(message => message.EndsWith('.') ? message : $"{message}.")).ReplaceLineEndings(" ");
    }
}
