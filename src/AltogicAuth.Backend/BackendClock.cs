namespace AltogicAuth.Backend;

/// <summary>The backend's time. The site in the same process has a clock of its own, as it has beside a backend elsewhere.</summary>
internal sealed class BackendClock(TimeProvider time)
{
    public DateTimeOffset Now => time.GetUtcNow();
}
