namespace Altogic;

/// <summary>
/// Altogic could not be reached, did not respond in time, failed (5xx), asked to wait (429), or sent a response that cannot be
/// read. A change may have taken place.
/// </summary>
public sealed class AltogicUnavailableException(
    string message, int? status = null, TimeSpan? retryAfter = null, Exception? inner = null) : AltogicException(message, inner)
{
    /// <summary>The HTTP status of the response; null where there was none, or none that could be read.</summary>
    public int? Status { get; } = status;

    /// <summary>How long to wait before another attempt, where Altogic says so.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;

    /// <summary>Whether Altogic rejected the call because of its load or its limits: 429, or 503 with a time to wait.</summary>
    public bool IsOverloaded => Status is 429 || (Status is 503 && RetryAfter is not null);

    /// <summary>Whether the response was longer than <see cref="AltogicOptions.MaxResponseBytes"/>. Another attempt would not help.</summary>
    public bool IsResponseTooLarge { get; init; }
}
