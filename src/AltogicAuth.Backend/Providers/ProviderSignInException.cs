namespace AltogicAuth.Backend.Providers;

/// <summary>A sign-in at a provider that came to nothing.</summary>
/// <param name="isCancelled">Whether the visitor has cancelled it there.</param>
/// <param name="reason">For the log: nothing that a visitor or a provider has written.</param>
internal sealed class ProviderSignInException(bool isCancelled, string reason) : Exception(reason)
{
    public bool IsCancelled { get; } = isCancelled;
}
