using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Accounts;

/// <summary>Limits calls that check a secret, send a mail or an SMS, or hash a password: by account, by address and by network.</summary>
internal sealed class RateLimits(IAttemptStore attempts, BackendMetrics metrics, IOptions<BackendOptions> options)
{
    public const int PerAccount = 30;
    public const int PerAddress = 100;
    public const int PerNetwork = 1_000;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private const string Unknown = "unknown";

    /// <summary>Counts an attempt of a caller, and at an account where the call names one: by its email address or phone number.</summary>
    /// <exception cref="RejectedException">There were too many attempts within the window.</exception>
    public Task AcquireAsync(ClientInfo client, string? account)
    {
        // The narrower one first: the rejected attempts of one address must not use up those of its neighbours.
        var visitor = NetworkAddress.OfVisitor(client.Address) ?? Unknown;
        var ofVisitor = new AttemptLimit($"address {visitor}", PerAddress, Window);
        var ofNetwork = new AttemptLimit($"network {NetworkAddress.Of(client.Address) ?? Unknown}", PerNetwork, Window);
        if (account is null)
        {
            return AcquireAsync(ofVisitor, ofNetwork);
        }

        // A site that names its visitors slows down guesses at an account itself, and knows its owner's browser. Counted for all
        // visitors together, strangers could keep the owner out.
        return AcquireAsync(ofVisitor, ofNetwork, OfAccount(client.IsNamed ? $"{account} {visitor}" : account));
    }

    /// <summary>Counts a message that a user has sent to another address or number: it could be that of another account.</summary>
    public Task AcquireMessageAsync(string recipient) => AcquireAsync(OfAccount(recipient));

    private static AttemptLimit OfAccount(string account) => new($"account {account}", PerAccount, Window);

    private async Task AcquireAsync(params AttemptLimit[] limits)
    {
        if (options.Value.RateLimits.Enabled && await attempts.TryAcquireAsync(limits) is { } exceeded)
        {
            metrics.LimitExceeded(exceeded.Limit.Kind);
            throw new RejectedException(Rejection.TooManyAttempts) { RetryAfter = exceeded.RetryAfter };
        }
    }
}
