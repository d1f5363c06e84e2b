namespace AltogicAuth.Benchmarks.Macro;

/// <summary>A document, <c>docs/performance.md</c> unless named, whose part between two marks is written by a run.</summary>
public sealed class PerformanceDocument(string repository, string name = "performance.md", string part = "measured")
{
    private readonly string _begin = $"<!-- {part}: begin -->";
    private readonly string _end = $"<!-- {part}: end -->";
    private readonly string _file = Path.Combine(repository, "docs", name);

    public string Plot(string name)
    {
        var folder = Path.Combine(repository, "docs", "performance");
        Directory.CreateDirectory(folder);
        return Path.Combine(folder, name);
    }

    public async Task WriteAsync(string figures)
    {
        var text = await File.ReadAllTextAsync(_file);
        var from = text.IndexOf(_begin, StringComparison.Ordinal) + _begin.Length;
        var to = text.IndexOf(_end, StringComparison.Ordinal);
        await File.WriteAllTextAsync(_file, $"{text[..from]}\n\n{figures}\n\n{text[to..]}");
    }
}
