using AltogicAuth.Tests.Shared;

namespace AltogicAuth.Backend.Tests;

/// <summary>Altogic's own JavaScript client, in Node, over a socket. Skipped, with a word, where Node is not to be had.</summary>
public sealed class OfficialClientTests
{
    private const int Checks = 172;

    [Fact]
    public async Task Official_client_passes_its_checks()
    {
        await using var backend = await BackendHost.StartAsync(onSocket: true);

        var (code, output) = await new NodeProgram("js").RunAsync("check.cjs", backend.EnvUrl);

        Assert.DoesNotContain("FAILED", output);
        Assert.Equal((0, Checks), (code, output.Split('\n').Count(line => line.StartsWith("ok ", StringComparison.Ordinal))));
    }
}
