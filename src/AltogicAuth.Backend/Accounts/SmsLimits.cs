using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Accounts;

/// <summary>
/// Limits of SMS in 24 hours, against callers who let a site send to numbers that earn them money: by number, by network, by country
/// prefix, and altogether. They count even where attempts do not: an SMS costs money.
/// </summary>
internal sealed class SmsLimits(IAttemptStore attempts, IOptions<BackendOptions> options)
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(24);

    /// <summary>Counts an SMS. Null when it is within all limits, else the kind of the first that it is not.</summary>
    public async Task<string?> TryAcquireAsync(PhoneNumber to, int prefix, ClientInfo client)
    {
        var sms = options.Value.Sms;
        // The narrower ones first: what they reject must not use up the budget of others.
        var exceeded = await attempts.TryAcquireAsync(
        [
            new AttemptLimit($"sms-number {to.Value}", sms.MaxPerNumber, Window),
            new AttemptLimit($"sms-network {NetworkAddress.Of(client.Address) ?? "unknown"}", sms.MaxPerNetwork, Window),
            new AttemptLimit($"sms-country {prefix}", sms.MaxPerCountry, Window),
            new AttemptLimit("sms-budget all", sms.DailyBudget, Window),
        ]);
        return exceeded?.Limit.Kind;
    }
}
