namespace AltogicAuth.Messages;

/// <summary>A message requested for an address or a number, whether or not an account has it.</summary>
/// <param name="Purpose">What has a cooldown of its own.</param>
/// <param name="Recipient">The address or number.</param>
/// <param name="SendAsync">The call that sends it.</param>
/// <param name="RevealsNothing">Whether a page may show a rejection, because it depends on no account.</param>
public sealed record RequestedMessage(string Purpose, string Recipient, Func<Task<AltogicResult>> SendAsync, Func<ApiError, bool> RevealsNothing)
{
    /// <summary>Null where a message was sent, or a page must look as if it was.</summary>
    public ApiError? FindRejection(AltogicResult? sent) => sent?.Error is { } error && RevealsNothing(error) ? error : null;

    public override string ToString() => $"RequestedMessage({Purpose})";
}
