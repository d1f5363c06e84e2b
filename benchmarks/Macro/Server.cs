using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace AltogicAuth.Benchmarks.Macro;

/// <summary>A published server as a process of its own.</summary>
public sealed class Server : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(2);

    private readonly Process _process;

    private Server(Process process, Uri address)
    {
        _process = process;
        Address = address;
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = address };
    }

    public Uri Address { get; }

    public HttpClient Client { get; }

    /// <summary>From the start of the process to its first good response.</summary>
    public TimeSpan StartedWithin { get; private init; }

    /// <summary>What the process holds in memory now, in bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>The most that the process has held in memory since <see cref="ResetPeak"/>, in bytes. On Linux.</summary>
    public long PeakBytes
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <summary>Lets the peak begin anew, and returns what the process holds now, in bytes. On Linux.</summary>
    public long ResetPeak()
    {
        File.WriteAllText($"/proc/{_process.Id}/clear_refs", "5");
        return ResidentBytes;
    }

    /// <summary>What the process has had of the processors so far.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <param name="assembly">The published assembly.</param>
    /// <param name="arguments">Its arguments; <c>PORT</c> stands for the port.</param>
    /// <param name="firstPage">Which page tells that it is up.</param>
    /// <param name="settings">What its environment says.</param>
    /// <param name="at">A port to use again; a free one unless given.</param>
    public static async Task<Server> StartAsync(
        string assembly, string[] arguments, string firstPage, IEnumerable<(string Key, string Value)> settings, int? at = null)
    {
        var port = (at ?? FreePort()).ToString(CultureInfo.InvariantCulture);
        // The shell gives way to the server and keeps only its output from being read here, which would cost time.
        var start = new ProcessStartInfo("sh",
            ["-c", "exec dotnet \"$0\" \"$@\" > /dev/null 2>&1", assembly, .. arguments.Select(argument => argument.Replace("PORT", port, StringComparison.Ordinal))])
        {
            WorkingDirectory = Path.GetDirectoryName(assembly),
            Environment = { ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}", ["ASPNETCORE_ENVIRONMENT"] = "Production" },
        };
        foreach (var (key, value) in settings)
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        var clock = Stopwatch.StartNew();
        var process = Process.Start(start)!;
        var address = new Uri($"http://127.0.0.1:{port}");
        await UntilAnsweredAsync(process, new Uri(address, firstPage));
        return new Server(process, address) { StartedWithin = clock.Elapsed };
    }

    /// <summary>Asks it to end, as a supervisor does, and waits for its exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task UntilAnsweredAsync(Process process, Uri page)
    {
        // As a proxy asks that ends TLS: asked over plain http, the app says in its log that it knows of no https.
        using var client = new HttpClient { DefaultRequestHeaders = { { "X-Forwarded-Proto", "https" } } };
        var clock = Stopwatch.StartNew();
        while (!process.HasExited && clock.Elapsed < Patience)
        {
            try
            {
                using var response = await client.GetAsync(page);
                if (response.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }

            await Task.Delay(BetweenTries);
        }

        throw new InvalidOperationException($"{page} did not come up.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
