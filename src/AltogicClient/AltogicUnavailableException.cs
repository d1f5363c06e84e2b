namespace Altogic;

/// <summary>
/// Altogic could not be reached, did not answer in time, failed (5xx), asked to wait (429), said something that makes no
/// sense, or refused what its caller counted on. Whether a change took place is unknown, unless it was refused.
/// </summary>
public sealed class AltogicUnavailableException(
    string message, int? status = null, TimeSpan? retryAfter = null, Exception? inner = null) : AltogicException(message, inner)
{
    /// <summary>The HTTP status of an answer that failed or asked to wait; null where none came, or none that could be read.</summary>
    public int? Status { get; } = status;

    /// <summary>How long to wait before another try, where Altogic says so.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;

    /// <summary>Whether Altogic is there, and turned the call away because of its load or its limits: 429, or 503 with a time to wait.</summary>
    public bool IsOverloaded => Status is 429 || (Status is 503 && RetryAfter is not null);

    /// <summary>Whether the answer was longer than <see cref="AltogicOptions.MaxResponseBytes"/>. It would be as long the next time.</summary>
    public bool IsResponseTooLarge { get; init; }

    // The status alone: what Altogic says about a refusal may repeat what was sent.
    internal static void ThrowIfRefused(ApiError? refusal, IReadOnlyList<string> except)
    {
        if (refusal is not null && !except.Any(refusal.Has))
        {
            throw new AltogicUnavailableException($"Altogic refused with status {refusal.Status}.", refusal.Status);
        }
    }
}
