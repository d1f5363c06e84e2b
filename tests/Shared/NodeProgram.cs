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

    private static readonly SemaphoreSlim Installation = new(1, 1);

    /// <summary>Exit code and output of <c>node</c> with these arguments.</summary>
    public async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        using var process = await StartAsync(arguments);
        return await EndAsync(process);
    }

    /// <summary><c>node</c> with these arguments. It should end when its input ends.</summary>
    public async Task<Process> StartAsync(params string[] arguments)
    {
        await Installation.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (!Directory.Exists(Path.Combine(_folder, "node_modules")) && await InstallAsync() != 0)
            {
                Optional.SkipOrFail("npm could not install the packages of a test.");
            }
        }
        finally
        {
            Installation.Release();
        }

        if (TryStart("node", arguments) is not { } process)
        {
            Optional.SkipOrFail("Node was not found.");
            return null;
        }

        return process;
    }

    private async Task<int> InstallAsync()
    {
        using var npm = TryStart("npm", "ci", "--no-audit", "--no-fund");
        return npm is null ? -1 : (await EndAsync(npm)).Code;
    }

    private static async Task<(int Code, string Output)> EndAsync(Process process)
    {
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output);
    }

    private Process? TryStart(string program, params string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = _folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            });
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
