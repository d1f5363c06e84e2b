namespace AltogicAuth.Messages;

/// <summary>A mail or a text message that an address or a number is enough to request, known or not.</summary>
/// <param name="Purpose">What has a cooldown of its own.</param>
/// <param name="Recipient">The address or number.</param>
/// <param name="SendAsync">The call that sends it.</param>
/// <param name="AboutNoAccount">The error codes that depend on no account. A page may show these.</param>
public sealed record RequestedMessage(string Purpose, string Recipient, Func<Task<AltogicResult>> SendAsync, string[] AboutNoAccount)
{
    public ApiError? ShownRejection(AltogicResult? sent) => sent?.Error is { } error && AboutNoAccount.Any(error.Has) ? error : null;

    public override string ToString() => $"RequestedMessage({Purpose})";
}
