namespace AltogicAuth.RateLimiting;

/// <summary>How often something was tried, and from when on, in monotonic time, it may be tried again.</summary>
public readonly record struct Attempts(int Count, TimeSpan FreeAt);
