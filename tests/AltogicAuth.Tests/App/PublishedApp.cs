using System.Diagnostics;
using System.Text.RegularExpressions;
using AltogicAuth.Tests.Shared;

namespace AltogicAuth.Tests.App;

/// <summary>The app as it is published, and processes of it in Production.</summary>
public sealed partial class PublishedApp : IAsyncLifetime
{
    private readonly List<Process> _running = [];

    /// <summary>The published files are in its directory <c>pub</c>.</summary>
    public DirectoryInfo Parent { get; } = Directory.CreateTempSubdirectory("altogic-auth-published-");

    public string Folder => Path.Combine(Parent.FullName, "pub");

    // What was built for this test is published as it is: that compresses the files once more, with Brotli.
    public async ValueTask InitializeAsync()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        string[] arguments = ["publish", RepositoryRoot.PathOf("src", "AltogicAuth"), "--no-build", "-c", configuration, "-o", Folder, "-v", "quiet", "--nologo"];
        using var publish = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        var output = await publish.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await publish.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(publish.ExitCode == 0, output);
    }

    /// <summary>Starts it in a directory, and says where it listens.</summary>
    public async Task<string> StartAsync(string directory, params string[] arguments)
    {
        var app = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(Folder, "AltogicAuth.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = directory,
            Environment =
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
                ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
                ["Altogic__EnvUrl"] = "http://127.0.0.1:9",
                ["Altogic__ClientKey"] = "key",
            },
        })!;
        _running.Add(app);
        while (await app.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (Listening().Match(line) is { Success: true } listening)
            {
                _ = app.StandardOutput.ReadToEndAsync();
                return listening.Groups[1].Value;
            }
        }

        throw new InvalidOperationException("The app ended before it listened.");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var app in _running)
        {
            app.Kill();
            await app.WaitForExitAsync(CancellationToken.None);
            app.Dispose();
        }

        Parent.Delete(recursive: true);
    }

    [GeneratedRegex(@"Now listening on: \W*(http://[\d.:]+)")]
    private static partial Regex Listening();
}

[CollectionDefinition]
public sealed class SharedPublishedApp : ICollectionFixture<PublishedApp>;
