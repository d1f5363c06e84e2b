using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using AltogicAuth.Benchmarks.Sites;

namespace AltogicAuth.Benchmarks.Macro;

/// <summary>The figures of <c>docs/reliability.md</c>: recovery after an outage, a stop under load, and a long load.</summary>
public static class FailureRun
{
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(50);

    /// <summary>The backend dies for a while, three times; then the app is asked to end while visitors keep coming.</summary>
    public static async Task RunAsync()
    {
        using var stage = await Stage.SetAsync();
        var backend = await Stage.StartBackendAsync();
        await using var app = await stage.StartAppAsync(backend, ("Shutdown:Drain", "00:00:02"));
        var cookies = await Visitor.LogInAsync(app.Client, sessions: 1);

        for (var outage = 0; outage < 3; outage++)
        {
            await backend.DisposeAsync();
            var away = await StatusesAsync(app, cookies, Outage);
            backend = await Stage.StartBackendAsync(backend.Address.Port);
            var back = Stopwatch.StartNew();
            while (await StatusAsync(app, cookies) != HttpStatusCode.OK)
            {
                await Task.Delay(BetweenTries);
            }

            Console.WriteLine($"backend away: responded {string.Join(", ", away.Select(status => (int)status))}; back: good again after {back.Elapsed.TotalSeconds:0.0} s");
        }

        await StopUnderLoadAsync(app, cookies);
        await backend.DisposeAsync();
    }

    /// <summary>Ten minutes of the login page, with what the process holds in memory at each minute.</summary>
    public static async Task SoakAsync(int minutes)
    {
        using var stage = await Stage.SetAsync();
        await using var backend = await Stage.StartBackendAsync();
        await using var app = await stage.StartAppAsync(backend);
        for (var minute = 1; minute <= minutes; minute++)
        {
            var load = await Wrk.RunAsync(new Uri(app.Address, "/login"), connections: 8, TimeSpan.FromMinutes(1));
            Console.WriteLine($"minute {minute}: {Figures.Number(load.PerSecond)} requests/s, p99 {Figures.Ms(load.P99)} ms, {Figures.Mb(app.ResidentBytes)} MB");
        }
    }

    private static async Task StopUnderLoadAsync(Server app, string cookies)
    {
        const int Visitors = 16;
        var ends = Enumerable.Range(0, Visitors).Select(_ => Task.Run(() => VisitUntilRefusedAsync(app.Address, cookies))).ToArray();
        await Task.Delay(TimeSpan.FromSeconds(4));
        var exitCode = await app.TerminateAsync();
        var visits = await Task.WhenAll(ends);
        Console.WriteLine($"stopped under load: {visits.Sum(visit => visit.Responded)} responded, {visits.Sum(visit => visit.Lost)} lost, exit code {exitCode}");
    }

    // A connection of its own for each page: one that is rejected was never accepted, so nothing of it is lost.
    private static async Task<(int Responded, int Lost)> VisitUntilRefusedAsync(Uri address, string cookies)
    {
        var (responded, lost) = (0, 0);
        while (true)
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, address.Port);
            }
            catch (SocketException)
            {
                return (responded, lost);
            }

            try
            {
                await using var stream = client.GetStream();
                await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"GET /profile HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookies}\r\nConnection: close\r\n\r\n"));
                using var reader = new StreamReader(stream);
                var response = await reader.ReadToEndAsync();
                var isWhole = response.StartsWith("HTTP/1.1 200", StringComparison.Ordinal) && response.Contains("</html>", StringComparison.Ordinal);
                (responded, lost) = isWhole ? (responded + 1, lost) : (responded, lost + 1);
            }
            catch (IOException)
            {
                lost++;
            }
        }
    }

    private static async Task<HashSet<HttpStatusCode>> StatusesAsync(Server app, string cookies, TimeSpan length)
    {
        HashSet<HttpStatusCode> statuses = [];
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < length; await Task.Delay(BetweenTries))
        {
            statuses.Add(await StatusAsync(app, cookies));
        }

        return statuses;
    }

    private static async Task<HttpStatusCode> StatusAsync(Server app, string cookies)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/profile") { Headers = { { "Cookie", cookies } } };
        using var response = await app.Client.SendAsync(request);
        return response.StatusCode;
    }
}
