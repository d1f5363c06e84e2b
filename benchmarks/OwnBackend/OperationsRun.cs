using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using AltogicAuth.Benchmarks.Macro;
using AltogicAuth.Tests.Shared;
using static AltogicAuth.Benchmarks.Macro.Figures;

namespace AltogicAuth.Benchmarks.OwnBackend;

/// <summary>The second part of the figures of <c>docs/backend.md</c>: files, mails, and moving users.</summary>
public sealed class OperationsRun(Stage stage, string program, bool isSmoke)
{
    private const int FileBytes = 10 * 1024 * 1024;
    private const int Callers = 4;

    private readonly Figures _figures = new();
    private readonly TimeSpan _length = TimeSpan.FromSeconds(isSmoke ? 1 : 15);
    private readonly int _transfers = isSmoke ? 2 : 60;
    private readonly int _users = isSmoke ? 2_000 : 1_000_000;
    // Each gets one mail, so that the time of each is known.
    private readonly int _recipients = isSmoke ? 20_000 : 100_000;

    public static async Task RunAsync(bool isSmoke)
    {
        using var stage = await Stage.SetAsync();
        var run = new OperationsRun(stage, await Published.BackendServerAsync(stage.Repository), isSmoke);
        await run.RunAsync();
    }

    private async Task RunAsync()
    {
        _figures.Head("what", "database", "measured", "aimed at");
        var databases = (PostgreSqlServer.Installed is null ? [] : new[] { "PostgreSQL" }).Append("SQLite").ToList();
        foreach (var database in databases)
        {
            await MeasureFilesAsync(database);
            await MeasureMailsAsync(database);
            await MeasureTransferAsync(database);
        }

        var report = $"""
            Measured on {DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}: {Environment.ProcessorCount} cores, {Mb(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)} MB, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}.

            {_figures}
            """;
        Console.WriteLine(report);
        if (!isSmoke)
        {
            await new PerformanceDocument(stage.Repository, "backend.md", "operations").WriteAsync(report);
        }
    }

    /// <summary>What files add to the peak, after a first one of each kind: the first loads code, and fills the pools.</summary>
    private async Task MeasureFilesAsync(string database)
    {
        var population = NewPopulation(database);
        await using var backend = await StartAsync(population, ("Backend:MaxFileBytes", $"{2 * FileBytes}"), ("Backend:Storage:MaxBytesPerUser", $"{100L * FileBytes}"));
        await population.FillAsync(backend, BackendEffort.Few);
        var bytes = RandomNumberGenerator.GetBytes(FileBytes);
        var name = 0;
        var paths = new ConcurrentBag<string>();
        await PeakAsync(backend, 1, UploadAsync);
        await PeakAsync(backend, 1, DownloadAsync);

        var (idle, peak, perSecond) = await PeakAsync(backend, _transfers, UploadAsync);
        FileRow("upload", database, idle, peak, perSecond);
        (idle, peak, perSecond) = await PeakAsync(backend, _transfers, DownloadAsync);
        FileRow("download", database, idle, peak, perSecond);

        async Task UploadAsync()
        {
            using var file = new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("image/png") } };
            using var form = new MultipartFormDataContent { { file, "file", "blob" } };
            using var response = await backend.Client.SendAsync(NewRequest(
                HttpMethod.Post, $"/_api/rest/v1/storage/bucket/upload-formdata?bucket=root&fileName=file{Interlocked.Increment(ref name)}.png&options=%7B%22isPublic%22%3Atrue%7D", form));
            response.EnsureSuccessStatusCode();
            paths.Add(new Uri((string)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["publicPath"]!).AbsolutePath);
        }

        async Task DownloadAsync()
        {
            paths.TryPeek(out var path);
            using var request = NewRequest(HttpMethod.Get, path!, content: null);
            using var response = await backend.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            response.EnsureSuccessStatusCode();
            await using var body = await response.Content.ReadAsStreamAsync();
            await body.CopyToAsync(Stream.Null);
        }
    }

    private async Task<(long Idle, long Peak, double PerSecond)> PeakAsync(Server backend, int count, Func<Task> transfer)
    {
        var idle = backend.ResetPeak();
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, count).Select(_ => transfer()));
        return (idle, backend.PeakBytes, count / clock.Elapsed.TotalSeconds);
    }

    private void FileRow(string what, string database, long idle, long peak, double perSecond) => Row(
        $"{what} of 10 MB, {_transfers} at once: memory for each, MB", database,
        $"{((peak - idle) / 1024.0 / 1024.0 / _transfers).ToString("0.00", CultureInfo.InvariantCulture)} (peak {Mb(peak)}, before {Mb(idle)}; {Number(perSecond)} a second)", "≤ 1");

    private async Task MeasureMailsAsync(string database)
    {
        await using var sink = MailSink.Start();
        var population = NewPopulation(database);
        await using var backend = await StartAsync(
            population, ("Backend:EmailConfirmation", "true"), ("Backend:Mailbox", "false"), ("Backend:RateLimits:Enabled", "false"),
            ("Backend:Smtp:Host", "127.0.0.1"), ("Backend:Smtp:Port", $"{sink.Port}"), ("Backend:Smtp:From", "no-reply@example.test"));
        await population.FillAsync(backend, _recipients);
        var signIn = await CallScripts.SignInAsync(stage.Temp, _recipients);
        var signIns = Wrk.RunAsync(backend.Address, connections: 8, _length * 3, script: signIn);

        var user = 0;
        var full = new ConcurrentDictionary<string, long>();
        await RequestMailsAsync(backend, () => Interlocked.Increment(ref user), full, pause: TimeSpan.Zero);
        var queued = full.Count / _length.TotalSeconds;
        var sent = sink.Arrivals.Count / _length.TotalSeconds;
        await sink.WaitForAsync(full.Keys);

        var paced = new ConcurrentDictionary<string, long>();
        await RequestMailsAsync(backend, () => Interlocked.Increment(ref user), paced, pause: TimeSpan.FromMilliseconds(200));
        await sink.WaitForAsync(paced.Keys);

        await signIns;
        var delays = paced.Select(mail => Stopwatch.GetElapsedTime(mail.Value, sink.Arrivals[mail.Key])).Order().ToList();
        Row("mails queued a second, by 4 callers beside sign-ins of the default cost (sent meanwhile, by one node)", database, $"{Number(queued)} ({Number(sent)})", "");
        Row(
            $"delay until sent, at {Number(paced.Count / _length.TotalSeconds)} mails a second beside such sign-ins, ms", database,
            $"p50 {Ms(delays[delays.Count / 2])}, p99 {Ms(delays[delays.Count * 99 / 100])}", "");
    }

    private Task RequestMailsAsync(Server backend, Func<int> next, ConcurrentDictionary<string, long> requested, TimeSpan pause) =>
        Task.WhenAll(Enumerable.Range(0, Callers).Select(async _ =>
        {
            for (var clock = Stopwatch.StartNew(); clock.Elapsed < _length; await Task.Delay(pause))
            {
                var address = $"user{next()}@example.test";
                using var response = await backend.Client.SendAsync(NewRequest(HttpMethod.Post, $"/_api/rest/v1/auth/send-magic?email={address}", content: null));
                response.EnsureSuccessStatusCode();
                requested[address] = Stopwatch.GetTimestamp();
            }
        }));

    private async Task MeasureTransferAsync(string database)
    {
        var (from, to) = (NewPopulation(database), NewPopulation(database));
        await using (var backend = await StartAsync(from))
        {
            await from.FillAsync(backend, _users);
        }

        await using (await StartAsync(to))
        {
            // Makes the tables.
        }

        var file = Path.Combine(stage.Temp, $"{Guid.NewGuid():N}.jsonl");
        await RunCommandAsync("export", database, from, "--export", file);
        await RunCommandAsync("import", database, to, "--import", file);
    }

    private async Task RunCommandAsync(string what, string database, Population population, params string[] command)
    {
        var clock = Stopwatch.StartNew();
        var start = new ProcessStartInfo("dotnet", [program, .. command, .. population.Settings.Select(setting => $"--{setting.Key}={setting.Value}")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        long peak = 0;
        while (!process.WaitForExit(TimeSpan.FromMilliseconds(200)))
        {
            process.Refresh();
            peak = Math.Max(peak, process.HasExited ? 0 : process.PeakWorkingSet64);
        }

        _ = await output;
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{command[0]} failed: {await errors}");
        }

        Row($"{what} of {_users:N0} users: users a second (peak of memory)", database, $"{Number(_users / clock.Elapsed.TotalSeconds)} ({Mb(peak)} MB)", "");
    }

    private void Row(params string[] cells)
    {
        _figures.Row(cells);
        Console.WriteLine(string.Join(" | ", cells));
    }

    private Population NewPopulation(string database) =>
        new(Directory.CreateDirectory(Path.Combine(stage.Temp, $"{Guid.NewGuid():N}")).FullName, isPostgreSql: database == "PostgreSQL");

    private Task<Server> StartAsync(Population population, params (string Key, string Value)[] settings) =>
        Server.StartAsync(program, [], "/healthz/ready", [.. population.Settings.Where(setting => settings.All(own => own.Key != setting.Key)), .. settings]);

    private static HttpRequestMessage NewRequest(HttpMethod method, string path, HttpContent? content) => new(method, path)
    {
        Headers = { { "X-Client-Key", Stage.BackendClientKey }, { "Authorization", Population.ApiKey }, { "Session", "token-1" } },
        Content = content,
    };
}
