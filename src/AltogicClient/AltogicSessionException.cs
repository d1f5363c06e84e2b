namespace Altogic;

/// <summary>
/// The session of the call has ended, or never existed. The user has to sign in again. A call without a session is
/// rejected in its result instead.
/// </summary>
public sealed class AltogicSessionException(ApiError? error = null) : AltogicException("The session is over.")
{
    /// <summary>What Altogic responded.</summary>
    public ApiError? Error { get; } = error;
}
