namespace AltogicAuth.Backend.Accounts;

/// <summary>
/// Limits calls that check a secret, send a mail or hash a password: by account, by address and by network. The counts are in
/// memory, so each process has its own.
/// </summary>
internal sealed class RateLimits(TimeProvider time, IOptions<BackendOptions> options)
{
    public const int PerAccount = 30;
    public const int PerAddress = 100;
    public const int PerNetwork = 1_000;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private const string Unknown = "unknown";

    private readonly AttemptCounter _accounts = new(PerAccount, Window, time);
    private readonly AttemptCounter _addresses = new(PerAddress, Window, time);
    private readonly AttemptCounter _networks = new(PerNetwork, Window, time);

    /// <summary>Counts an attempt of a caller, and at an account where the call names one: by its email address.</summary>
    /// <exception cref="RejectedException">There were too many attempts within the window.</exception>
    public void Acquire(ClientInfo client, string? account)
    {
        if (!options.Value.RateLimits.Enabled)
        {
            return;
        }

        // The narrower one first: the rejected attempts of one address must not use up those of its neighbours.
        var visitor = NetworkAddress.OfVisitor(client.Address) ?? Unknown;
        Acquire(_addresses, visitor);
        Acquire(_networks, NetworkAddress.Of(client.Address) ?? Unknown);
        if (account is not null)
        {
            // A site that names its visitors slows down guesses at an account itself, and knows its owner's browser. Counted for all
            // visitors together, strangers could keep the owner out.
            Acquire(_accounts, client.IsNamed ? $"{account} {visitor}" : account);
        }
    }

    /// <summary>Counts a mail that a user has sent to another address: it could be that of another account.</summary>
    public void AcquireMail(string address)
    {
        if (options.Value.RateLimits.Enabled)
        {
            Acquire(_accounts, address);
        }
    }

    private static void Acquire(AttemptCounter counter, string key)
    {
        if (counter.TryAcquire(key) is { } retryAfter)
        {
            throw new RejectedException(Rejection.TooManyAttempts) { RetryAfter = retryAfter };
        }
    }
}
