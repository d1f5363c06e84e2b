using System.Collections.Concurrent;
using Serilog.Core;
using Serilog.Events;

namespace AltogicAuth.Tests.App;

/// <summary>Keeps what was logged, and from the console.</summary>
public sealed class TestLog : ILogEventFilter
{
    public ConcurrentQueue<LogEvent> Events { get; } = new();

    public IEnumerable<string> Lines => Events.Select(e =>
        $"{e.RenderMessage(null)} {string.Join(' ', e.Properties.Select(p => $"{p.Key}={p.Value}"))} {e.Exception}");

    public IEnumerable<LogEvent> Of(int id) => Events.Where(e => IdOf(e) == id);

    public bool IsEnabled(LogEvent logEvent)
    {
        Events.Enqueue(logEvent);
        return false;
    }

    private static int? IdOf(LogEvent e) =>
        e.Properties.TryGetValue("EventId", out var id) && id is StructureValue { Properties: var parts }
            ? parts.FirstOrDefault(part => part.Name == "Id")?.Value is ScalarValue { Value: int value } ? value : null
            : null;
}
