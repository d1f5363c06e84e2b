namespace AltogicAuth.RateLimits;

/// <summary>What was asked for has to wait. The form's limit answers as it does to any try too many.</summary>
public sealed class TooManyTriesException(TimeSpan wait) : Exception("Too many tries.")
{
    public TimeSpan Wait => wait;
}
