using System.Reflection;
using Serilog.Events;

namespace AltogicAuth.Hosting;

/// <summary>A setting or a directory that stops the start is named in one line instead of a stack trace.</summary>
public static class StartFailures
{
    /// <summary>Until the app has started. In a test the process is not the app's.</summary>
    public static void ReportInOneLine()
    {
        if (Assembly.GetEntryAssembly() == typeof(Program).Assembly)
        {
            AppDomain.CurrentDomain.UnhandledException += Report;
        }
    }

    public static async Task RunUntilShutdownAsync(this WebApplication app)
    {
        await using var disposed = app;
        try
        {
            await app.StartAsync();
        }
        catch (Exception failure) when (failure is not OptionsValidationException)
        {
            // Settings are valid, and the local backend names its own: only the server is left.
            throw new InvalidOperationException(
                $"The app cannot listen on {string.Join(", ", ListenAddresses.In(app.Configuration))}. {MessageOf(failure)} " +
                "Its addresses are the settings urls, http_ports, https_ports and Kestrel.", failure);
        }

        AppDomain.CurrentDomain.UnhandledException -= Report;
        await app.WaitForShutdownAsync();
    }

    /// <summary>What host and server log of a failure that is reported already.</summary>
    public static bool IsLogged(LogEvent record) => record.MessageTemplate.Text is "Hosting failed to start" or "Unable to start Kestrel.";

    private static void Report(object sender, UnhandledExceptionEventArgs unhandled)
    {
        // Any other exception is a defect, and its stack trace counts.
        if (unhandled.ExceptionObject is OptionsValidationException or InvalidOperationException or InvalidDataException or FormatException or TypeInitializationException)
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
