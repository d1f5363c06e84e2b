using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace AltogicAuth.Tests.Shared;

/// <summary>The backend as a process of its own, in Development, on a data directory and its database.</summary>
public sealed partial class ServerProcess : IAsyncDisposable
{
    private const int SigTerm = 15;

    private readonly Process _process;

    private ServerProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    /// <param name="dataDirectory">Of SQLite, and of PostgreSQL for the tests on it.</param>
    /// <param name="settings">Of the section <c>Backend</c>, or of another one with <c>--</c> before its name.</param>
    public static async Task<ServerProcess> StartAsync(string dataDirectory, params (string Key, string Value)[] settings)
    {
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "AltogicAuth.Backend.Server.dll"), "--environment=Development", "--urls=http://127.0.0.1:0",
            $"--Backend:DataDirectory={dataDirectory}", "--Backend:DemoUser=false", "--Backend:PasswordIterations=1",
            "--Backend:PasswordQueueLength=1000", "--Backend:RateLimits:Enabled=false",
            .. TestDatabase.SettingsOf(dataDirectory).Select(setting => $"--{setting.Key}={setting.Value}"),
            .. settings.Select(setting => $"{(setting.Key.StartsWith("--", StringComparison.Ordinal) ? "" : "--Backend:")}{setting.Key}={setting.Value}"),
        ];
        var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, WorkingDirectory = dataDirectory })!;
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (Listening().Match(line) is { Success: true } listening)
            {
                _ = process.StandardOutput.ReadToEndAsync();
                return new ServerProcess(process, new Uri(listening.Groups[1].Value));
            }
        }

        throw new InvalidOperationException("The server ended before it listened.");
    }

    /// <summary>As <c>kill -9</c>: nothing of it runs any more.</summary>
    public void Kill() => _process.Kill();

    /// <summary>As a supervisor does it, on Unix.</summary>
    public void Terminate() => Assert.Equal(0, kill(_process.Id, SigTerm));

    /// <summary>Its exit code, once it has ended.</summary>
    public async Task<int> EndedAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    [GeneratedRegex(@"Now listening on: (http://[\d.:]+)")]
    private static partial Regex Listening();

    [DllImport("libc")]
    private static extern int kill(int process, int signal);
}
