using System.Diagnostics;

namespace AltogicAuth.Tests.Shared;

/// <summary>The tests of this project once more, in a process of their own.</summary>
public static class TestRun
{
    /// <summary>Passes when all tests of the run do, apart from those in the class that starts it.</summary>
    /// <param name="starter">The class that starts it.</param>
    /// <param name="database">For <c>TEST_DATABASE</c>.</param>
    /// <param name="backend">For <c>TEST_BACKEND</c>.</param>
    /// <param name="minimum">Fewer tests are a failure.</param>
    /// <param name="filters">Which tests.</param>
    public static async Task PassesAsync(Type starter, string database, string backend, int minimum, params string[] filters)
    {
        string[] arguments =
        [
            starter.Assembly.Location, "--progress", "off", "--no-ansi", "--minimum-expected-tests", $"{minimum}",
            "--filter-not-class", starter.FullName!, "--filter-not-trait", $"Database={(database == "Sqlite" ? "PostgreSql" : "Sqlite")}", .. filters,
        ];
        using var run = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true,
            Environment = { ["TEST_DATABASE"] = database, ["TEST_BACKEND"] = backend },
        })!;
        var output = await run.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(run.ExitCode == 0, $"On {database}, backend {backend}: {output[Math.Max(0, output.Length - 30_000)..]}");
    }
}
