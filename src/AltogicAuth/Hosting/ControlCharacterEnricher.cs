using Serilog.Core;
using Serilog.Events;

namespace AltogicAuth.Hosting;

/// <summary>Keeps a log event on one line, whatever a visitor sent. JSON escapes by itself; plain text does not.</summary>
internal sealed class ControlCharacterEnricher : ILogEventEnricher
{
    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        foreach (var (name, value) in logEvent.Properties.ToList())
        {
            if (value is ScalarValue { Value: string text })
            {
                logEvent.AddOrUpdateProperty(new LogEventProperty(name, new ScalarValue(OneLine.Of(text))));
            }
        }
    }
}
