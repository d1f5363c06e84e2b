using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using AltogicAuth.Benchmarks.Photos;
using AltogicAuth.Benchmarks.Sites;
using static AltogicAuth.Benchmarks.Macro.Figures;

namespace AltogicAuth.Benchmarks.Macro;

/// <summary>How long and how often. The smoke run shows that the command works, and measures nothing worth reading.</summary>
public sealed record Effort(
    int Rounds, TimeSpan Length, TimeSpan WarmUp, TimeSpan CurveLength, int CurvePoints, int Starts, int Photos, int Allocations)
{
    // The compiler needs its time: under load it is a quarter of a minute until the last hot method is compiled for good.
    public static readonly Effort Full = new(
        3, TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(4), int.MaxValue, Starts: 7, Photos: 10, Allocations: 2000);

    public static readonly Effort Smoke = new(
        1, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), CurvePoints: 1, Starts: 1, Photos: 1, Allocations: 10);
}

/// <summary>
/// The app and the yardstick, published alike, in turn under the same load on the same machine, before the same
/// stand-in. Only the ratios carry over to another machine.
/// </summary>
public sealed class MacroRun(Stage stage, Effort effort)
{
    private const int Connections = 32;

    private readonly Figures _figures = new();
    private readonly Figures _goals = new();
    private readonly List<(string File, Curve Curve)> _curves = [];

    private Server _backend = null!;
    private Server _app = null!;
    private Server _yardstick = null!;

    public static async Task RunAsync(bool isSmoke)
    {
        using var stage = await Stage.SetAsync();
        await new MacroRun(stage, isSmoke ? Effort.Smoke : Effort.Full).RunAsync(isSmoke ? null : new PerformanceDocument(stage.Repository));
    }

    private async Task RunAsync(PerformanceDocument? document)
    {
        await using var backend = _backend = await Stage.StartBackendAsync();
        _goals.Head("goal", "app", "yardstick", "ratio", "aimed at");

        await CompareStartsAsync();
        await using var app = _app = await stage.StartAppAsync(_backend);
        await using var yardstick = _yardstick = await stage.StartYardstickAsync(_backend);
        var cookies = await Visitor.LogInAsync(_app.Client, sessions: 1);

        await ComparePagesAsync(cookies);
        await CountCallsOfALoginAsync();
        await CompareAllocationsAsync();
        await ComparePhotosAsync();
        await MeasureRequestLogAsync();
        await DrawSessionsAsync();
        await DrawConnectionsAsync(cookies);
        await DrawLatencyAsync(cookies);

        var report = $"""
            Measured on {DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}: {Environment.ProcessorCount} cores, {Mb(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)} MB, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}; {effort.Rounds} rounds of {effort.Length.TotalSeconds} s, {Connections} connections.

            {_goals}

            {_figures}

            {string.Join("\n\n", _curves.Select(curve => $"![{curve.Curve.Title}](performance/{curve.File})"))}
            """;
        Console.WriteLine(report);
        if (document is not null)
        {
            foreach (var (file, curve) in _curves)
            {
                await curve.SaveAsync(document.Plot(file));
            }

            await document.WriteAsync(report);
        }
        else
        {
            foreach (var (file, curve) in _curves)
            {
                await curve.SaveAsync(Path.Combine(stage.Temp, file));
            }
        }
    }

    private async Task CompareStartsAsync()
    {
        List<TimeSpan> app = [], yardstick = [];
        for (var start = 0; start < effort.Starts; start++)
        {
            // With its limits on, as it is served: without, it writes a warning first.
            await using (var server = await stage.StartAppAsync(_backend, ("RateLimits:Enabled", "true")))
            {
                app.Add(server.StartedWithin);
            }

            await using (var server = await stage.StartYardstickAsync(_backend))
            {
                yardstick.Add(server.StartedWithin);
            }
        }

        var (ours, theirs) = (Median.Middle(app, time => time), Median.Middle(yardstick, time => time));
        _goals.Row("start to first response, ms", Ms(ours), Ms(theirs), Ratio(ours / theirs), "≤ 1.3");
    }

    private async Task ComparePagesAsync(string cookies)
    {
        _figures.Head("page", "server", "requests/s", "p50 ms", "p99 ms", "CPU µs/request", "resident MB");
        var post = (
            await Wrk.ScriptForAsync(stage.Temp, await Visitor.OpenFormAsync(_app.Client, "/login", Visitor.Typed(1))),
            await Wrk.ScriptForAsync(stage.Temp, await Visitor.OpenFormAsync(_yardstick.Client, "/form", ("Email", "ada@example.test"), ("Password", "correct horse"))));

        var login = await CompareAsync("GET /login", ("app", new(_app, "/login")), ("yardstick", new(_yardstick, "/form")));
        Goal("`GET /login`, requests/s", login[0], login[1], "≥ 0.7");
        var posted = await CompareAsync("POST /login", ("app", new(_app, "/login", Script: post.Item1)), ("yardstick", new(_yardstick, "/form", Script: post.Item2)));
        Goal("`POST /login`, requests/s", posted[0], posted[1], "≥ 0.6");

        await using var members = await stage.StartYardstickAsync(_backend, ("Members", "true"));
        var profile = await CompareAsync("GET /profile", ("app", new(_app, "/profile", cookies)), ("yardstick", new(_yardstick, "/calls")),
            ("yardstick, ticket and form", new(members, "/member", await Visitor.SignInAsync(members.Client, "/sign-in", "/member"))));
        Goal("`GET /profile`, requests/s", profile[0], profile[1], "≥ 0.7");
        Goal("the same, beside the yardstick's page with ticket and form", profile[0], profile[2], "≥ 0.65");
        _goals.Row("resident memory after load, MB", Mb(profile[0].ResidentBytes), Mb(profile[1].ResidentBytes),
            Ratio((double)profile[0].ResidentBytes / profile[1].ResidentBytes), "≤ 1.5");

        var wait = TimeSpan.FromMilliseconds(20);
        await SetLatencyAsync(wait);
        var waited = await CompareAsync("GET /profile, 20 ms away",
            ("app", new(_app, "/profile", cookies, Connections: 1)), ("yardstick", new(_yardstick, "/calls", Connections: 1)));
        _goals.Row("`GET /profile` 20 ms away, round trips waited", Ratio(waited[0].P50 / wait), Ratio(waited[1].P50 / wait), "", "≤ 1.15");
        await SetLatencyAsync(TimeSpan.Zero);
    }

    /// <summary>In turn, each as often: what disturbs the machine disturbs them alike.</summary>
    private async Task<Median[]> CompareAsync(string page, params (string Server, Target Target)[] sides)
    {
        var measured = sides.Select(_ => new List<Measurement>()).ToArray();
        foreach (var (_, target) in sides)
        {
            await WarmUpAsync(target);
        }

        for (var round = 0; round < effort.Rounds; round++)
        {
            foreach (var (side, measurements) in sides.Zip(measured))
            {
                measurements.Add(await MeasureAsync(side.Target, effort.Length));
            }
        }

        Median[] medians = [.. measured.Select(Median.Of)];
        foreach (var (side, median) in sides.Zip(medians))
        {
            Row(page, side.Server, median);
        }

        return medians;
    }

    private async Task CountCallsOfALoginAsync()
    {
        const int Logins = 10;
        var form = await Visitor.OpenFormAsync(_app.Client, "/login", Visitor.Typed(1));
        var before = await CallsAsync();
        for (var login = 0; login < Logins; login++)
        {
            using var response = await _app.Client.SendAsync(form.NewPost("/login"));
        }

        _goals.Row("`POST /login`, backend calls", Ratio((await CallsAsync() - before) / (double)Logins), "", "", "exactly 1");
    }

    private async Task CompareAllocationsAsync()
    {
        var (app, yardstick) = await Allocations.OfTheProfileAsync(effort.Allocations);
        _goals.Row("allocated per `GET /profile`, kB", Kb(app), Kb(yardstick), $"{Kb(app - yardstick)} kB more", "≤ 40 kB more");
    }

    private async Task ComparePhotosAsync()
    {
        var upload = Path.Combine(stage.Temp, "upload.jpg");
        await File.WriteAllBytesAsync(upload, PhotoMethods.TwelveMegapixels());
        List<(double Ms, long Bytes)> app = [], full = [];
        for (var round = 0; round < effort.Rounds; round++)
        {
            app.Add(await PhotoCostAsync("app", upload));
            full.Add(await PhotoCostAsync("full", upload));
        }

        var (ms, msInFull) = (Median.Middle(app, run => run.Ms), Median.Middle(full, run => run.Ms));
        var (peak, peakInFull) = (Median.Middle(app, run => run.Bytes), Median.Middle(full, run => run.Bytes));
        _goals.Row("12-megapixel JPEG to photo, CPU ms (beside decoding in full)", Number(ms), Number(msInFull), Ratio(ms / msInFull), "≤ 0.5");
        _goals.Row("the same, peak MB", Mb(peak), Mb(peakInFull), Ratio((double)peak / peakInFull), "≤ 0.3");
    }

    private async Task<(double Ms, long Bytes)> PhotoCostAsync(string method, string upload)
    {
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet", [typeof(MacroRun).Assembly.Location, "photo-cost", method, effort.Photos.ToString(CultureInfo.InvariantCulture), upload])
        {
            RedirectStandardOutput = true,
            // As docs/operations.md recommends. Without it the memory of both methods depends on how many threads decoded.
            Environment = { ["MALLOC_ARENA_MAX"] = "2" },
        })!;
        var said = (await process.StandardOutput.ReadToEndAsync()).Split(' ');
        await process.WaitForExitAsync();
        return (double.Parse(said[0], CultureInfo.InvariantCulture), long.Parse(said[1], CultureInfo.InvariantCulture));
    }

    private async Task MeasureRequestLogAsync()
    {
        await using var logging = await stage.StartAppAsync(_backend, ("Serilog:MinimumLevel:Default", "Information"));
        Target with = new(logging, "/login"), without = new(_app, "/login");
        List<Measurement> logged = [], silent = [];
        await WarmUpAsync(with);
        for (var round = 0; round < effort.Rounds; round++)
        {
            logged.Add(await MeasureAsync(with, effort.Length));
            silent.Add(await MeasureAsync(without, effort.Length));
        }

        Row("GET /login", "app, a log line per request", Median.Of(logged));
        Row("GET /login", "app, without it, measured alternately", Median.Of(silent));
    }

    private async Task DrawSessionsAsync()
    {
        _figures.Head("sessions of the user", "requests/s", "p50 ms", "CPU µs/request");
        List<(double, double)> points = [];
        foreach (var sessions in Points(1, 10, 100, 1000))
        {
            var cookies = await Visitor.LogInAsync(_app.Client, sessions);
            var measured = await MeasureAsync(new(_app, "/profile", cookies), effort.CurveLength);
            _figures.Row(Number(sessions), Number(measured.Load.PerSecond), Ms(measured.Load.Median), Us(measured.CpuPerRequest));
            points.Add((sessions, measured.CpuPerRequest.TotalMicroseconds));
        }

        Draw("sessions.svg", new("What the profile costs as sessions grow", "sessions of the user", "CPU µs per request", Lines(("GET /profile", points))));
    }

    private async Task DrawConnectionsAsync(string cookies)
    {
        _figures.Head("connections", "`/login`", "yardstick form", "`/profile`", "yardstick calls");
        Target[] targets = [new(_app, "/login"), new(_yardstick, "/form"), new(_app, "/profile", cookies), new(_yardstick, "/calls")];
        string[] names = ["GET /login", "yardstick: form", "GET /profile", "yardstick: calls"];
        var lines = names.ToDictionary(name => name, _ => new List<(double, double)>());
        foreach (var connections in Points(1, 4, 16, 64, 256))
        {
            List<string> row = [Number(connections)];
            foreach (var (target, name) in targets.Zip(names))
            {
                var measured = await MeasureAsync(target with { Connections = connections }, effort.CurveLength);
                row.Add(Number(measured.Load.PerSecond));
                lines[name].Add((connections, measured.Load.PerSecond));
            }

            _figures.Row([.. row]);
        }

        Draw("connections.svg", new("Requests per second as connections grow", "connections", "requests/s",
            Lines([.. lines.Select(line => (line.Key, line.Value))])));
    }

    private async Task DrawLatencyAsync(string cookies)
    {
        _figures.Head("backend responds in, ms", "`/profile` p50 ms", "yardstick p50 ms", "`/profile` requests/s", "yardstick requests/s");
        List<(double, double)> app = [], yardstick = [];
        foreach (var wait in Points(0, 20, 200))
        {
            await SetLatencyAsync(TimeSpan.FromMilliseconds(wait));
            var ours = (await MeasureAsync(new(_app, "/profile", cookies), effort.CurveLength)).Load;
            var theirs = (await MeasureAsync(new(_yardstick, "/calls"), effort.CurveLength)).Load;
            _figures.Row(Number(wait), Ms(ours.Median), Ms(theirs.Median), Number(ours.PerSecond), Number(theirs.PerSecond));
            app.Add((wait, ours.Median.TotalMilliseconds));
            yardstick.Add((wait, theirs.Median.TotalMilliseconds));
        }

        await SetLatencyAsync(TimeSpan.Zero);
        Draw("latency.svg", new("How long a page takes as the backend slows", "backend responds in, ms", "p50, ms",
            Lines(("GET /profile", app), ("yardstick: calls", yardstick))));
    }

    private static async Task<Measurement> MeasureAsync(Target target, TimeSpan length)
    {
        var before = target.Server.Cpu;
        var load = await Wrk.RunAsync(new Uri(target.Server.Address, target.Path), target.Connections, length, target.Cookies, target.Script);
        return new Measurement(load, (target.Server.Cpu - before) / load.Requests, target.Server.ResidentBytes);
    }

    private Task WarmUpAsync(Target target) => MeasureAsync(target, effort.WarmUp);

    private void Goal(string what, Median app, Median yardstick, string goal) => _goals.Row(
        what, Number(app.PerSecond), Number(yardstick.PerSecond), Ratio(app.PerSecond / yardstick.PerSecond), goal);

    private void Row(string page, string server, Median figures) => _figures.Row(
        $"`{page}`", server, Number(figures.PerSecond), Ms(figures.P50), Ms(figures.P99), Us(figures.CpuPerRequest), Mb(figures.ResidentBytes));

    private IEnumerable<int> Points(params int[] points) => points.Take(effort.CurvePoints);

    private void Draw(string file, Curve curve) => _curves.Add((file, curve));

    private static Dictionary<string, IReadOnlyList<(double X, double Y)>> Lines(params (string Name, List<(double, double)> Points)[] lines) =>
        lines.ToDictionary(line => line.Name, line => (IReadOnlyList<(double X, double Y)>)line.Points);

    private async Task SetLatencyAsync(TimeSpan latency) =>
        (await _backend.Client.GetAsync($"/_latency/{latency.TotalMilliseconds}")).Dispose();

    private async Task<long> CallsAsync() =>
        long.Parse(await _backend.Client.GetStringAsync("/_calls"), CultureInfo.InvariantCulture);

    private sealed record Target(Server Server, string Path, string? Cookies = null, string? Script = null, int Connections = Connections);
}
