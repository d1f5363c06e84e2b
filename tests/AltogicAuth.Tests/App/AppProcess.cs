using System.Diagnostics;
using System.Runtime.InteropServices;

namespace AltogicAuth.Tests.App;

/// <summary>The app as a process of its own, in Development unless told otherwise. Process and content root are gone afterwards.</summary>
public sealed class AppProcess : IAsyncDisposable
{
    private const int SigTerm = 15;

    // However busy the machine: no time limit of the app's own decides a test.
    private static readonly string[] Defaults =
    [
        "--environment=Development", "--Backend:PasswordIterations=10", "--Altogic:AttemptTimeout=00:02:00", "--Altogic:TotalTimeout=00:05:00",
    ];

    private readonly DirectoryInfo _contentRoot = Directory.CreateTempSubdirectory("altogic-auth-process-");
    private readonly Process _process;

    public AppProcess(params string[] arguments)
        : this(_ => { }, arguments)
    {
    }

    /// <summary>With a last change to how it is started.</summary>
    public AppProcess(Action<ProcessStartInfo> configure, params string[] arguments)
    {
        var app = Path.Combine(AppContext.BaseDirectory, "AltogicAuth.dll");
        var start = new ProcessStartInfo("dotnet", [app, .. Defaults, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _contentRoot.FullName,
        };
        configure(start);
        _process = Process.Start(start)!;
    }

    public int Id => _process.Id;

    /// <summary>What it says until it can be opened, and where that is.</summary>
    public async Task<(IReadOnlyList<string> Lines, Uri Address)> StartedAsync()
    {
        var lines = await LinesUntilAsync("Demo user: ");
        var app = lines.First(line => line.Contains("App: ", StringComparison.Ordinal));
        return (lines, new Uri(app[app.IndexOf("http", StringComparison.Ordinal)..].Split(' ')[0]));
    }

    /// <summary>What it says, up to the line with these words.</summary>
    public async Task<IReadOnlyList<string>> LinesUntilAsync(string words)
    {
        var lines = new List<string>();
        while (!lines.Any(line => line.Contains(words, StringComparison.Ordinal)))
        {
            var line = await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.True(line is not null, $"The app ended before it said '{words}': {string.Join('\n', lines)}");
            lines.Add(line);
        }

        return lines;
    }

    /// <summary>As a supervisor does it, on Unix.</summary>
    public void Terminate() => Assert.Equal(0, kill(_process.Id, SigTerm));

    public async Task<(int ExitCode, string Output, string Errors)> EndedAsync()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var output = _process.StandardOutput.ReadToEndAsync(cancellation);
        var errors = _process.StandardError.ReadToEndAsync(cancellation);
        await _process.WaitForExitAsync(cancellation);
        return (_process.ExitCode, await output, await errors);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _contentRoot.Delete(recursive: true);
    }

    [DllImport("libc")]
    private static extern int kill(int process, int signal);
}
