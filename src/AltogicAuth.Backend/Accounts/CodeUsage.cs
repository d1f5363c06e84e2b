namespace AltogicAuth.Backend.Accounts;

/// <summary>
/// Counts codes, and warns where few of an hour's are used: SMS do not arrive, or they are requested to earn money. Each process
/// counts its own.
/// </summary>
internal sealed partial class CodeUsage(BackendClock clock, BackendMetrics metrics, ILogger<CodeUsage> logger)
{
    /// <summary>Of fewer codes, the share says nothing.</summary>
    public const int MinCodes = 50;

    public const int MinPercent = 30;

    public static readonly TimeSpan Window = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private DateTimeOffset _start = clock.Now;
    private int _created;
    private int _used;

    public void Created()
    {
        metrics.CodeCounted("created");
        lock (_lock)
        {
            if (clock.Now - _start >= Window)
            {
                EndWindow();
            }

            _created++;
        }
    }

    public void Used()
    {
        metrics.CodeCounted("used");
        lock (_lock)
        {
            _used++;
        }
    }

    public void Wrong() => metrics.CodeCounted("wrong");

    private void EndWindow()
    {
        if (_created >= MinCodes && _used * 100 < _created * MinPercent)
        {
            FewUsed(_used, _created);
        }

        (_start, _created, _used) = (clock.Now, 0, 0);
    }

    [LoggerMessage(3062, LogLevel.Warning, "Few codes were used: {Used} of {Created} since the last count. SMS may not arrive, or may be requested to earn money")]
    private partial void FewUsed(int used, int created);
}
