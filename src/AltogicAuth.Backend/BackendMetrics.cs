using System.Diagnostics.Metrics;

namespace AltogicAuth.Backend;

/// <summary>What the backend measures of itself. Times are in seconds. Without a listener a measurement costs next to nothing.</summary>
public sealed class BackendMetrics
{
    public const string MeterName = "AltogicAuth.Backend";

    private static readonly InstrumentAdvice<double> Seconds = new() { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] };

    private readonly Meter _meter;
    private readonly Histogram<double> _calls;
    private readonly Histogram<double> _database;
    private readonly Histogram<double> _hashingWait;
    private readonly Counter<long> _exceededLimits;
    private readonly Counter<long> _mails;
    private readonly Counter<long> _sms;
    private readonly Counter<long> _withheldSms;
    private readonly Counter<long> _codes;
    private readonly Gauge<long> _outboxLength;
    private readonly Gauge<double> _outboxAge;

    internal BackendMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _calls = Duration("altogicauth.backend.call.duration", "Calls of the API, by route and result.");
        _database = Duration("altogicauth.backend.database.duration", "Reads and writes of the database, each with its connection and commit.");
        _hashingWait = Duration("altogicauth.backend.hashing.wait", "The time until the hash of a password begins.");
        _exceededLimits = _meter.CreateCounter<long>("altogicauth.backend.limits.exceeded", "{attempt}", "Attempts beyond a limit, by the kind of limit.");
        _mails = _meter.CreateCounter<long>("altogicauth.backend.mails", "{mail}", "Attempts to send a mail, by result.");
        _sms = _meter.CreateCounter<long>("altogicauth.backend.sms", "{sms}", "Attempts to send an SMS, by result.");
        _withheldSms = _meter.CreateCounter<long>("altogicauth.backend.sms.withheld", "{sms}", "SMS that a rule kept from being sent, by reason.");
        _codes = _meter.CreateCounter<long>("altogicauth.backend.codes", "{code}", "Codes for phone numbers, by what became of them.");
        _outboxLength = _meter.CreateGauge<long>("altogicauth.backend.outbox.length", "{message}", "Mails and SMS that wait to be sent.");
        _outboxAge = _meter.CreateGauge<double>("altogicauth.backend.outbox.age", "s", "How long the oldest of them has waited.");
    }

    /// <param name="route">The template: an address itself may contain an id.</param>
    /// <param name="result">The code of the error, or <c>ok</c>.</param>
    /// <param name="duration">How long it took.</param>
    internal void CallEnded(string route, string result, TimeSpan duration) =>
        _calls.Record(duration.TotalSeconds, new("http.route", route), new("result", result));

    internal void DatabaseUsed(string operation, TimeSpan duration) => _database.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("operation", operation));

    internal void HashingBegan(TimeSpan wait) => _hashingWait.Record(wait.TotalSeconds);

    internal void LimitExceeded(string kind) => _exceededLimits.Add(1, new KeyValuePair<string, object?>("limit", kind));

    internal void MailAttempted(string result) => _mails.Add(1, new KeyValuePair<string, object?>("result", result));

    internal void SmsAttempted(string result) => _sms.Add(1, new KeyValuePair<string, object?>("result", result));

    internal void SmsWithheld(string reason) => _withheldSms.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <param name="what"><c>created</c>, <c>used</c>, or <c>wrong</c> for an attempt with a wrong one.</param>
    internal void CodeCounted(string what) => _codes.Add(1, new KeyValuePair<string, object?>("event", what));

    internal bool IsOutboxObserved => _outboxLength.Enabled || _outboxAge.Enabled;

    internal void OutboxMeasured(long length, TimeSpan age)
    {
        _outboxLength.Record(length);
        _outboxAge.Record(age.TotalSeconds);
    }

    internal void ObserveHashingQueue(Func<long> length) =>
        _meter.CreateObservableGauge("altogicauth.backend.hashing.queue", length, "{call}", "Calls that wait for the hash of a password.");

    private Histogram<double> Duration(string name, string description) => _meter.CreateHistogram(name, "s", description, tags: null, Seconds);
}
