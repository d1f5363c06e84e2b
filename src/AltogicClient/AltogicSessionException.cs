namespace Altogic;

/// <summary>
/// The session that a call was made with is over: signed out elsewhere, or never known. Log in again. A call made without a
/// session is refused in its result instead.
/// </summary>
public sealed class AltogicSessionException(ApiError? error = null) : AltogicException("The session is over.")
{
    /// <summary>What Altogic said.</summary>
    public ApiError? Error { get; } = error;
}
