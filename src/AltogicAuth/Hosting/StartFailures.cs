using System.Reflection;
using AltogicAuth.Backend;
using Serilog.Events;

namespace AltogicAuth.Hosting;

public static class StartFailures
{
    /// <summary>In a test the process is not the app's, and nothing is reported.</summary>
    public static void ReportInOneLine()
    {
        if (Assembly.GetEntryAssembly() == typeof(Program).Assembly)
        {
            AppDomain.CurrentDomain.UnhandledException += Report;
        }
    }

    public static async Task RunUntilShutdownAsync(this WebApplication app)
    {
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        try
        {
            await app.StartAsync();
        }
        catch (Exception failure) when (failure is not OptionsValidationException)
        {
            // The settings are valid, and the embedded backend names its own: the server failed.
            throw new InvalidOperationException(
                $"The app cannot listen on {string.Join(", ", ListenAddresses.In(app.Configuration))}. {MessageOf(failure)} " +
                "Its addresses are the settings urls, http_ports, https_ports and Kestrel.", failure);
        }

        AppDomain.CurrentDomain.UnhandledException -= Report;
        await app.WaitForShutdownAsync();
        await app.DisposeAsync();
    }

    /// <summary>Host and server log the failure too.</summary>
    public static bool IsLogged(LogEvent record) => record.MessageTemplate.Text is "Hosting failed to start" or "Unable to start Kestrel.";

    private static void Report(object sender, UnhandledExceptionEventArgs unhandled)
    {
        // Any other exception is a defect and needs its stack trace.
        if (unhandled.ExceptionObject is OptionsValidationException or InvalidOperationException or InvalidDataException or FormatException or TypeInitializationException)
        {
            Console.Error.WriteLine(MessageOf((Exception)unhandled.ExceptionObject).ReplaceLineEndings(" "));
            Environment.Exit(1);
        }
    }

    private static string MessageOf(Exception failure, string above = "")
    {
        var text = above.Contains(failure.Message, StringComparison.OrdinalIgnoreCase) ? above : $"{above} {failure.Message.TrimEnd('.')}.".TrimStart();
        return failure.InnerException is { } cause ? MessageOf(cause, text) : text;
    }
}
