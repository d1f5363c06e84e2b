using System.ComponentModel;
using System.Diagnostics;

namespace AltogicAuth.LocalBackend.Tests;

/// <summary>Altogic's own JavaScript client, in Node, over a socket. Skipped, with a word, where Node is not to be had.</summary>
public sealed class OfficialClientTests
{
    private const int Checks = 122;

    [Fact]
    public async Task Every_method_of_the_official_client_works_and_is_refused_as_it_should_be()
    {
        var scripts = Path.Combine(AppContext.BaseDirectory, "js");
        if (!Directory.Exists(Path.Combine(scripts, "node_modules", "altogic")) && await RunAsync("npm", scripts, "ci", "--no-audit", "--no-fund") is not { Code: 0 })
        {
            SkipOrFail("npm could not install the official client.");
        }

        await using var backend = await BackendHost.StartAsync(onSocket: true);
        if (await RunAsync("node", scripts, "check.cjs", backend.EnvUrl) is not { } run)
        {
            SkipOrFail("Node was not found.");
            return;
        }

        Assert.DoesNotContain("FAILED", run.Output);
        Assert.Equal((0, Checks), (run.Code, run.Output.Split('\n').Count(line => line.StartsWith("ok ", StringComparison.Ordinal))));
    }

    private static void SkipOrFail(string reason)
    {
        if (Environment.GetEnvironmentVariable("REQUIRE_OPTIONAL_TESTS") == "1")
        {
            Assert.Fail(reason);
        }

        Assert.Skip(reason);
    }

    private static async Task<(int Code, string Output)?> RunAsync(string program, string directory, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = directory, RedirectStandardOutput = true })!;
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
