using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using AltogicAuth.Benchmarks.Macro;
using AltogicAuth.Tests.Shared;
using Microsoft.AspNetCore.Identity;
using static AltogicAuth.Benchmarks.Macro.Figures;

namespace AltogicAuth.Benchmarks.OwnBackend;

/// <summary>
/// The figures of <c>docs/backend.md</c>. What is compared runs in turn on the same machine, so that only the ratios carry over to
/// another one.
/// </summary>
public sealed class BackendRun(Stage stage, string program, BackendEffort effort)
{
    private const int Connections = 16;
    private const int SignInConnections = 8;
    private const int Visitors = 32;
    private const string User = "/_api/rest/v1/auth/user";
    private const string Query = """{"model":"books","query":{"expression":"title == 'Diary'"}}""";

    private readonly Figures _figures = new();

    public static async Task RunAsync(BackendEffort effort)
    {
        using var stage = await Stage.SetAsync();
        var run = new BackendRun(stage, await Published.BackendServerAsync(stage.Repository), effort);
        await run.RunAsync();
    }

    private async Task RunAsync()
    {
        _figures.Head("what", "database", "backend", "beside", "ratio", "aimed at");
        var databases = (PostgreSqlServer.Installed is null ? [] : new[] { "PostgreSQL" }).Append("SQLite").Where(name => effort.Database is null || name == effort.Database);
        foreach (var database in databases)
        {
            await MeasureAsync(database);
        }

        await MeasureSiteAsync();
        if (effort.Before is { } commit)
        {
            await CompareStartsAsync(commit);
        }

        var report = $"""
            Measured on {DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}: {Environment.ProcessorCount} cores, {Mb(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)} MB, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}; {effort.Rounds} rounds of {effort.Length.TotalSeconds} s, {Connections} connections; memory observed for {effort.Minutes} minutes.

            {_figures}
            """;
        Console.WriteLine(report);
        if (!effort.IsSmoke)
        {
            await new PerformanceDocument(stage.Repository, "backend.md").WriteAsync(report);
        }
    }

    // Sign-ins come last: after a hundred of them, the first session of a user has ended.
    private async Task MeasureAsync(string database)
    {
        var (few, many) = (NewPopulation(database), NewPopulation(database));
        await using var small = await StartAsync(few, iterations: 1);
        await few.FillAsync(small, BackendEffort.Few);
        await using var large = await StartAsync(many, iterations: 1);
        await many.FillAsync(large, effort.Many);
        await using var yardstick = await Server.StartAsync(
            typeof(BackendRun).Assembly.Location, ["backend-yardstick", "PORT"], "/", [few.YardstickSetting]);

        // Both alike, so that the code of neither is compiled at a lower level than that of the other.
        var getOfMany = await CallScripts.GetAsync(stage.Temp, effort.Many, User);
        await Wrk.RunAsync(large.Address, Connections, effort.WarmUp + (effort.Rounds * effort.Length), script: getOfMany);
        var get = await CallScripts.GetAsync(stage.Temp, BackendEffort.Few, User);
        await CompareWithYardstickAsync(database, "`GET auth/user`, requests/s", small, yardstick, get, "≥ 0.6");
        await CompareSizesAsync(database, "user", small, large, users => CallScripts.GetAsync(stage.Temp, users, User));
        await CompareSizesAsync(database, "sessions", small, large, users => CallScripts.GetAsync(stage.Temp, users, "/_api/rest/v1/auth/sessions"));
        await CompareSizesAsync(database, "objects of one user", small, large, users => CallScripts.ListAsync(stage.Temp, users, "/_api/rest/v1/db/get-list", Query));
        await CompareSizesAsync(database, "buckets of one user", small, large, users => CallScripts.ListAsync(stage.Temp, users, "/_api/rest/v1/storage/list-buckets", "{}"));
        await MeasureDefaultCostAsync(database, few);
        await CompareSizesAsync(database, "sign-in", small, large, users => CallScripts.SignInAsync(stage.Temp, users));
        await CompareWithYardstickAsync(
            database, "sign-in with hashing cost 1, requests/s", small, yardstick, await CallScripts.SignInAsync(stage.Temp, BackendEffort.Few), "≥ 0.5");
        await MeasureMemoryAsync(database, large);
    }

    private async Task CompareWithYardstickAsync(string database, string what, Server backend, Server yardstick, string script, string goal)
    {
        var (ours, theirs) = await CompareAsync((backend, script), (yardstick, script));
        Row(what, database, Number(ours), Number(theirs), Ratio(ours / theirs), goal);
    }

    private async Task MeasureDefaultCostAsync(string database, Population population)
    {
        await using var backend = await StartAsync(population, iterations: null);
        var get = await CallScripts.GetAsync(stage.Temp, BackendEffort.Few, User);
        var signIn = await CallScripts.SignInAsync(stage.Temp, BackendEffort.Few, Population.First);
        // The first sign-in replaces the hash of cost 1, and would reject others that verified the old one.
        await Wrk.RunAsync(backend.Address, connections: 1, effort.WarmUp, script: signIn);
        await Wrk.RunAsync(backend.Address, connections: 1, effort.WarmUp, script: get);

        var quiet = await Wrk.RunAsync(backend.Address, connections: 1, effort.Length, script: get);
        var hashing = HashesPerSecond();
        var signIns = await Wrk.RunAsync(backend.Address, SignInConnections, effort.Length * 2, script: signIn);
        var concurrentSignIns = Wrk.RunAsync(backend.Address, SignInConnections, effort.Length * 2, script: signIn);
        var busy = await Wrk.RunAsync(backend.Address, connections: 1, effort.Length, script: get);
        await concurrentSignIns;

        Row(
            "sign-in at the default cost, per second (beside: hashing alone, on all cores but one)", database,
            Number(signIns.PerSecond), Number(hashing), Ratio(signIns.PerSecond / hashing), "≥ 0.9");
        P99("`GET auth/user` p99 during such sign-ins, ms (beside: without them)", database, busy, quiet, limitMs: 50);
    }

    private async Task CompareSizesAsync(string database, string what, Server small, Server large, Func<int, Task<string>> scriptFor)
    {
        var (many, few) = await CompareAsync((large, await scriptFor(effort.Many)), (small, await scriptFor(BackendEffort.Few)));
        Row(
            $"{what}, {effort.Many:N0} users, requests/s (beside: {BackendEffort.Few:N0} users; ratio of times)", database,
            Number(many), Number(few), Ratio(few / many), "≤ 1.3");
    }

    private async Task MeasureMemoryAsync(string database, Server backend)
    {
        var after = backend.ResidentBytes;
        var script = await CallScripts.GetAsync(stage.Temp, effort.Many, User);
        List<long> minutes = [after];
        for (var minute = 1; minute <= effort.Minutes; minute++)
        {
            await Wrk.RunAsync(backend.Address, Connections, TimeSpan.FromMinutes(1), script: script);
            minutes.Add(backend.ResidentBytes);
        }

        Row("memory after that load, MB", database, Mb(after), "", "", "≤ 250");
        Row(
            $"memory after {effort.Minutes} minutes more, MB (beside: before them)", database, Mb(minutes[^1]), Mb(after), Ratio((double)minutes[^1] / after), "no growth");
        Console.WriteLine($"{database}, memory at each minute: {string.Join(", ", minutes.Select(Mb))} MB");
    }

    private async Task MeasureSiteAsync()
    {
        await using var app = await stage.StartAppWithBackendAsync();
        var (form, _) = await SignInRun.PrepareAsync(app);
        await Wrk.RunAsync(new Uri(app.Address, "/login"), connections: 1, effort.WarmUp);
        var quiet = await Wrk.RunAsync(new Uri(app.Address, "/login"), connections: 1, effort.Length * 2);
        using var enough = new CancellationTokenSource();
        var signIns = SignInRun.SignInUntilAsync(app, form, Visitors, enough.Token);
        var busy = await Wrk.RunAsync(new Uri(app.Address, "/login"), connections: 1, effort.Length * 2);
        await enough.CancelAsync();
        await signIns;
        P99($"`GET /login` p99 of the site with the backend embedded, {Visitors} concurrent sign-ins, ms (beside: without them)", "SQLite", busy, quiet, limitMs: 60);
    }

    /// <summary>The site's start, beside that of an earlier commit, both with the backend embedded and on a database that is there.</summary>
    private async Task CompareStartsAsync(string commit)
    {
        var source = Path.Combine(stage.Temp, "before");
        await GitAsync("worktree", "add", "--detach", source, commit);
        try
        {
            var before = await Published.PublishAsync(source, "src/AltogicAuth", Path.Combine(stage.Temp, "before-published"), "AltogicAuth.dll");
            (string, string)[] settings =
            [
                ("LocalBackend:AllowInProduction", "true"),
                ("LocalBackend:PublicUrl", "http://localhost/e:local"),
                ("LocalBackend:DataDirectory", Path.Combine(stage.Temp, "before-data")),
                ("DataProtection:KeysDirectory", Path.Combine(stage.Temp, "before-keys")),
                ("Serilog:MinimumLevel:Default", "Fatal"),
            ];
            List<TimeSpan> now = [], then = [];
            for (var start = 0; start <= effort.Starts; start++)
            {
                await using (var server = await stage.StartAppWithBackendAsync())
                {
                    now.Add(server.StartedWithin);
                }

                await using (var server = await Server.StartAsync(before, [], "/login", settings))
                {
                    then.Add(server.StartedWithin);
                }
            }

            // The first one creates the database.
            var (ours, theirs) = (Median.Middle(now.Skip(1), time => time), Median.Middle(then.Skip(1), time => time));
            Row($"start with the backend embedded, ms (beside: before it was built for production, {commit})", "SQLite", Ms(ours), Ms(theirs), Ratio(ours / theirs), "≤ 1.3");
        }
        finally
        {
            await GitAsync("worktree", "remove", "--force", source);
        }
    }

    /// <summary>In turn, each as often: what disturbs the machine disturbs them alike. The median of each.</summary>
    private async Task<(double First, double Second)> CompareAsync((Server Server, string Script) first, (Server Server, string Script) second)
    {
        List<double>[] measured = [[], []];
        for (var round = -1; round < effort.Rounds; round++)
        {
            foreach (var (side, results) in new[] { first, second }.Zip(measured))
            {
                var load = await Wrk.RunAsync(side.Server.Address, Connections, round < 0 ? effort.WarmUp : effort.Length, script: side.Script);
                if (round >= 0)
                {
                    results.Add(load.PerSecond);
                }
            }
        }

        return (Median.Middle(measured[0], value => value), Median.Middle(measured[1], value => value));
    }

    /// <summary>Verifies a password as the framework does, on as many threads as a backend of default settings uses.</summary>
    private double HashesPerSecond()
    {
        var hasher = new PasswordHasher<object>(Microsoft.Extensions.Options.Options.Create(new PasswordHasherOptions { IterationCount = 210_000 }));
        var hash = hasher.HashPassword(this, Population.Password);
        var clock = Stopwatch.StartNew();
        var counts = new int[Math.Max(1, Environment.ProcessorCount - 1)];
        var threads = counts.Select((_, number) => new Thread(() =>
        {
            while (clock.Elapsed < effort.Length)
            {
                hasher.VerifyHashedPassword(this, hash, Population.Password);
                counts[number]++;
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        return counts.Sum() / clock.Elapsed.TotalSeconds;
    }

    // Shown at once: the run takes half an hour.
    private void Row(params string[] cells)
    {
        _figures.Row(cells);
        Console.WriteLine(string.Join(" | ", cells));
    }

    private void P99(string what, string database, Load busy, Load quiet, int limitMs) => Row(
        what, database, Ms(busy.P99), Ms(quiet.P99), Ratio(busy.P99 / quiet.P99), $"≤ {limitMs} ms, or ≤ 6");

    private Population NewPopulation(string database) =>
        new(Directory.CreateDirectory(Path.Combine(stage.Temp, $"{Guid.NewGuid():N}")).FullName, isPostgreSql: database == "PostgreSQL");

    private Task<Server> StartAsync(Population population, int? iterations) => Server.StartAsync(
        program, [], "/healthz/ready", [.. population.Settings, .. iterations is null ? [] : new[] { ("Backend:PasswordIterations", $"{iterations}") }]);

    private async Task GitAsync(params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = stage.Repository })!;
        await git.WaitForExitAsync();
        if (git.ExitCode != 0)
        {
            throw new InvalidOperationException($"git {arguments[0]} failed.");
        }
    }
}
