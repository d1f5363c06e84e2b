using System.Diagnostics;
using System.Runtime.InteropServices;

namespace AltogicAuth.Benchmarks.Macro;

/// <summary>App and yardstick, published alike: framework-dependent, compiled ahead of time.</summary>
public sealed record Published(string App, string Yardstick)
{
    public static async Task<Published> MakeAsync(string repository)
    {
        var folder = Path.Combine(repository, "artifacts", "benchmarks");
        return new Published(
            await PublishAsync(repository, "src/AltogicAuth", Path.Combine(folder, "app"), "AltogicAuth.dll"),
            await PublishAsync(repository, "benchmarks/Yardstick", Path.Combine(folder, "yardstick"), "Yardstick.dll"));
    }

    public static Task<string> BackendServerAsync(string repository) => PublishAsync(
        repository, "src/AltogicAuth.Backend.Server", Path.Combine(repository, "artifacts", "benchmarks", "backend"), "AltogicAuth.Backend.Server.dll");

    public static async Task<string> PublishAsync(string repository, string project, string folder, string assembly)
    {
        string[] arguments =
        [
            "publish", project, "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "--self-contained", "false",
            "-p:PublishReadyToRun=true", "-o", folder, "-v", "quiet", "--nologo",
        ];
        using var publish = Process.Start(new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = repository })!;
        await publish.WaitForExitAsync();
        return publish.ExitCode == 0
            ? Path.Combine(folder, assembly)
            : throw new InvalidOperationException($"{project} could not be published.");
    }
}
