using System.Diagnostics;
using System.Globalization;
using AltogicAuth.Tests.Shared;

namespace AltogicAuth.Backend.Tests.Storage;

/// <summary>The backend as a process of its own, on the database of a data directory.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process) => _process = process;

    public Uri Address { get; private set; } = null!;

    /// <summary>The most memory that it has had, in bytes. On Linux.</summary>
    public long PeakMemory => File.ReadLines($"/proc/{_process.Id}/status").Where(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
        .Select(line => long.Parse(line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024).Single();

    public static async Task<ServerProcess> StartAsync(DirectoryInfo data, DirectoryInfo temporary, params (string Key, string? Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "AltogicAuth.Backend.Server.dll"), "--environment=Development", "--urls=http://127.0.0.1:0",
            $"--Backend:DataDirectory={data.FullName}", "--Backend:PasswordIterations=10",
            .. TestDatabase.SettingsOf(data.FullName).Select(setting => $"--{setting.Key}={setting.Value}"),
            .. settings.Select(setting => $"--Backend:{setting.Key}={setting.Value}"),
        ])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = data.FullName,
            Environment = { ["TMPDIR"] = temporary.FullName },
        };
        var server = new ServerProcess(Process.Start(start)!);
        const string listening = "Now listening on: ";
        while (await server._process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Contains(listening, StringComparison.Ordinal))
            {
                server.Address = new Uri(line[(line.IndexOf(listening, StringComparison.Ordinal) + listening.Length)..]);
                // Reads what it logs, or the log would hold it up.
                _ = server._process.StandardOutput.ReadToEndAsync();
                return server;
            }
        }

        throw new InvalidOperationException("The server did not start.");
    }

    public Caller NewCaller(string session) => new(new HttpClient
    {
        BaseAddress = Address,
        Timeout = TimeSpan.FromMinutes(5),
        DefaultRequestHeaders = { { "X-Client-Key", BackendOptions.DevelopmentClientKey }, { "Session", session } },
    });

    /// <summary>Ends it at once, as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }
}
