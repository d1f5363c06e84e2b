using System.Globalization;
using System.Text;

namespace AltogicAuth.Benchmarks.Macro;

/// <summary>One server's part of one round.</summary>
public sealed record Measurement(Load Load, TimeSpan CpuPerRequest, long ResidentBytes);

/// <summary>What stays of several rounds: the median of each figure.</summary>
public sealed record Median(double PerSecond, TimeSpan P50, TimeSpan P99, TimeSpan CpuPerRequest, long ResidentBytes)
{
    public static Median Of(IReadOnlyCollection<Measurement> rounds) => new(
        Middle(rounds, round => round.Load.PerSecond),
        Middle(rounds, round => round.Load.Median),
        Middle(rounds, round => round.Load.P99),
        Middle(rounds, round => round.CpuPerRequest),
        Middle(rounds, round => round.ResidentBytes));

    public static T Middle<TItem, T>(IEnumerable<TItem> items, Func<TItem, T> value)
    {
        var sorted = items.Select(value).Order().ToList();
        return sorted[sorted.Count / 2];
    }
}

/// <summary>Markdown tables of what was measured.</summary>
public sealed class Figures
{
    private readonly StringBuilder _text = new();

    public void Head(params string[] columns)
    {
        _text.AppendLine();
        Row(columns);
        Row([.. columns.Select((_, number) => number == 0 ? "---" : "---:")]);
    }

    public void Row(params string[] cells) => _text.Append("| ").AppendJoin(" | ", cells).AppendLine(" |");

    public void Line(string text) => _text.AppendLine().AppendLine(text);

    public override string ToString() => _text.ToString().Trim();

    public static string Number(double value) => value.ToString(value >= 100 ? "N0" : "0.##", CultureInfo.InvariantCulture);

    public static string Ms(TimeSpan value) => value.TotalMilliseconds.ToString("0.00", CultureInfo.InvariantCulture);

    public static string Us(TimeSpan value) => value.TotalMicroseconds.ToString("0", CultureInfo.InvariantCulture);

    public static string Mb(long bytes) => (bytes / 1024.0 / 1024.0).ToString("0", CultureInfo.InvariantCulture);

    public static string Kb(long bytes) => (bytes / 1024.0).ToString("0.0", CultureInfo.InvariantCulture);

    public static string Ratio(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
