using System.Collections.Concurrent;
using Serilog.Core;
using Serilog.Events;

namespace AltogicAuth.Tests.App;

/// <summary>Keeps what was logged.</summary>
public sealed class TestLog : ILogEventSink
{
    public ConcurrentQueue<LogEvent> Events { get; } = new();

    public IEnumerable<string> Lines => Events.Select(e =>
        $"{e.RenderMessage(null)} {string.Join(' ', e.Properties.Select(p => $"{p.Key}={p.Value}"))} {e.Exception}");

    public void Emit(LogEvent logEvent) => Events.Enqueue(logEvent);
}
