namespace Altogic;

/// <summary>Altogic rejected a call whose caller cannot handle that. Another attempt would end the same way.</summary>
public sealed class AltogicRejectedException : AltogicException
{
    // Only the status: the text of a rejection may repeat what was sent.
    private AltogicRejectedException(int status)
        : base($"Altogic rejected the call with status {status}.") => Status = status;

    /// <summary>The HTTP status of the rejection.</summary>
    public int Status { get; }

    internal static void ThrowIfRejected(ApiError? rejection, IReadOnlyList<string> except)
    {
        if (rejection is not null && !except.Any(rejection.Has))
        {
            throw new AltogicRejectedException(rejection.Status);
        }
    }
}
