namespace AltogicAuth.Web;

public static class MonotonicTime
{
    /// <summary>
    /// Counts durations: it goes on evenly whoever sets the clock. A time of day that was noted before the clock was set back
    /// by an hour would be an hour away.
    /// </summary>
    public static TimeSpan Monotonic(this TimeProvider time) => time.GetElapsedTime(0);
}
