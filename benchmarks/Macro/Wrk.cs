using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace AltogicAuth.Benchmarks.Macro;

/// <summary>What wrk says of one run.</summary>
public sealed record Load(double PerSecond, TimeSpan Median, TimeSpan P99, long Requests);

/// <summary>The load generator, as Debian packages it.</summary>
public static partial class Wrk
{
    public static async Task<Load> RunAsync(Uri address, int connections, TimeSpan length, string? cookies = null, string? script = null)
    {
        List<string> arguments =
        [
            "-t1", "--timeout", "30s", $"-c{connections}", $"-d{length.TotalSeconds.ToString(CultureInfo.InvariantCulture)}s", "--latency",
            .. cookies is null ? Array.Empty<string>() : ["-H", $"Cookie: {cookies}"],
            .. script is null ? Array.Empty<string>() : ["-s", script],
            address.AbsoluteUri,
        ];
        using var wrk = Process.Start(new ProcessStartInfo("wrk", arguments) { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("wrk did not start.");
        var said = await wrk.StandardOutput.ReadToEndAsync();
        await wrk.WaitForExitAsync();
        if (wrk.ExitCode != 0 || said.Contains("Non-2xx", StringComparison.Ordinal) || said.Contains("Socket errors", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{address} did not respond well:\n{said}");
        }

        return new Load(
            double.Parse(PerSecond().Match(said).Groups[1].Value, CultureInfo.InvariantCulture),
            TimeOf("50%", said),
            TimeOf("99%", said),
            long.Parse(Requests().Match(said).Groups[1].Value, CultureInfo.InvariantCulture));
    }

    /// <summary>A script for wrk that posts one form again and again.</summary>
    public static async Task<string> ScriptForAsync(string directory, Sites.OpenForm form)
    {
        var file = Path.Combine(directory, $"{Guid.NewGuid():N}.lua");
        await File.WriteAllTextAsync(file,
            $"""
             wrk.method = "POST"
             wrk.body = "{form.Body}"
             wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
             wrk.headers["Cookie"] = "{form.Cookies}"
             """);
        return file;
    }

    private static TimeSpan TimeOf(string percentile, string said)
    {
        var match = Regex.Match(said, $@"{percentile}\s+([\d.]+)(us|ms|s|m)");
        var value = double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        return match.Groups[2].Value switch
        {
            "us" => TimeSpan.FromMicroseconds(value),
            "ms" => TimeSpan.FromMilliseconds(value),
            "s" => TimeSpan.FromSeconds(value),
            _ => TimeSpan.FromMinutes(value),
        };
    }

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex PerSecond();

    [GeneratedRegex(@"(\d+) requests in")]
    private static partial Regex Requests();
}
