namespace AltogicAuth.RateLimits;

/// <summary>How often something was tried, and from when on it may be tried again.</summary>
public readonly record struct Tries(int Count, DateTimeOffset FreeAt);
