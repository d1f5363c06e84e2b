namespace AltogicAuth.Web;

public static class MonotonicTime
{
    /// <summary>For durations: unlike the time of day, it does not change when the clock is set.</summary>
    public static TimeSpan Monotonic(this TimeProvider time) => time.GetElapsedTime(0);
}
