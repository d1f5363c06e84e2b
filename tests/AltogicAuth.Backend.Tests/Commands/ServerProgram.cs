using System.Diagnostics;
using AltogicAuth.Tests.Shared;

namespace AltogicAuth.Backend.Tests.Commands;

/// <summary>The server as a process that ends by itself.</summary>
internal static class ServerProgram
{
    /// <summary>Runs a command on the database of a data directory.</summary>
    public static Task<(int Code, string Output, string Error)> RunCommandAsync(DirectoryInfo data, params string[] command) =>
        RunAsync(data, [.. command, .. SettingsOf(data)]);

    /// <summary>The exit code, and what it wrote.</summary>
    public static async Task<(int Code, string Output, string Error)> RunAsync(DirectoryInfo data, params string[] arguments)
    {
        using var program = Start(data, arguments);
        var output = program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = (await program.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)).TrimEnd('\n');
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (program.ExitCode, (await output).TrimEnd('\n'), error);
    }

    public static Process StartCommand(DirectoryInfo data, params string[] command) => Start(data, [.. command, .. SettingsOf(data)]);

    private static Process Start(DirectoryInfo data, string[] arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "AltogicAuth.Backend.Server.dll"), .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = data.FullName,
        })!;

    private static IEnumerable<string> SettingsOf(DirectoryInfo data) =>
    [
        "--environment=Development", "--Logging:LogLevel:Default=Warning", $"--Backend:DataDirectory={data.FullName}",
        .. TestDatabase.SettingsOf(data.FullName).Select(setting => $"--{setting.Key}={setting.Value}"),
    ];
}
