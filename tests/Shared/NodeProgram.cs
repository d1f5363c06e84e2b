using System.ComponentModel;
using System.Diagnostics;

namespace AltogicAuth.Tests.Shared;

/// <summary>
/// A folder with a <c>package.json</c>, whose packages npm installs once. Where Node or npm is not to be had, the test is
/// skipped with a word; with <c>REQUIRE_OPTIONAL_TESTS=1</c> it fails.
/// </summary>
public sealed class NodeProgram(string folder)
{
    private readonly string _folder = Path.Combine(AppContext.BaseDirectory, folder);

    /// <summary>Exit code and output of <c>node</c> with these arguments.</summary>
    public async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        if (!Directory.Exists(Path.Combine(_folder, "node_modules")) && await StartAsync("npm", "ci", "--no-audit", "--no-fund") is not { Code: 0 })
        {
            Optional.SkipOrFail("npm could not install the packages of a test.");
        }

        var run = await StartAsync("node", arguments);
        if (run is null)
        {
            Optional.SkipOrFail("Node was not found.");
        }

        return run.Value;
    }

    private async Task<(int Code, string Output)?> StartAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = _folder, RedirectStandardOutput = true })!;
            var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (process.ExitCode, output);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
