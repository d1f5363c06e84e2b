using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace AltogicAuth.RateLimiting;

public sealed class TooManyAttemptsException(TimeSpan delay) : Exception("Too many attempts.")
{
    public TimeSpan Delay => delay;
}

/// <summary>Acquired right before a call to the backend: a request without such a call, such as an incomplete form, does not count.</summary>
public sealed class AttemptPermits(IAttemptStore store, DeviceCookies devices, SecurityEvents events, IOptions<RateLimitOptions> options)
{
    // What strangers share is looser, and its delays are shorter, because strangers cause them.
    private const int AttemptsPerAccount = 2;
    private const int AttemptsPerNetwork = 10;
    private const int SharedDelayDivisor = 3;
    private static readonly TimeSpan MaxNetworkDelay = TimeSpan.FromMinutes(1);

    /// <summary><paramref name="account"/> is the address, the number or the id of the user, where the request names one.</summary>
    public async Task AcquireAsync(HttpContext http, RateLimitPolicy policy, string? account = null)
    {
        if (options.Value.Enabled && await store.TryAcquireAsync([.. PartitionsOf(http, policy, account)]) is { } rejection)
        {
            events.RateLimitExceeded($"{policy}", rejection.Partition);
            throw new TooManyAttemptsException(rejection.Delay);
        }
    }

    public async Task ResetAsync(HttpContext http, RateLimitPolicy policy, string account) => await store.ResetAsync(
        [KeyOf(policy, "visitor", $"{account} {PrefixOf(http.Connection.RemoteIpAddress)}"), KeyOf(policy, "account", account)]);

    /// <summary>An IPv4 address, or the network of an IPv6 address: its /64 unless fewer bytes are asked for.</summary>
    public static string PrefixOf(IPAddress? address, int bytes = 8) => address switch
    {
        null => "unknown",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, bytes)),
        _ => address.ToString(),
    };

    private IEnumerable<Partition> PartitionsOf(HttpContext http, RateLimitPolicy policy, string? account)
    {
        var limits = options.Value.Of(policy);
        var address = PrefixOf(http.Connection.RemoteIpAddress);
        // A browser with a device cookie, and a user at the own account, is a visitor of its own: strangers do not use up its attempts.
        var device = devices.Find(http, account);
        if (device is null && !http.User.Claims.Any(claim => claim.Value == account))
        {
            // A link cannot be guessed, so attempts to sign in do not count against those who open one.
            var kind = account is null ? "link " : "";
            yield return New($"{kind}address", address, limits.AddressPermitLimit);
            var network = PrefixOf(http.Connection.RemoteIpAddress, bytes: 6);
            if (network != address)
            {
                yield return New($"{kind}network", network, AttemptsPerNetwork * limits.AddressPermitLimit) with { MaxDelay = MaxNetworkDelay };
            }
        }

        if (!string.IsNullOrEmpty(account))
        {
            yield return New("visitor", $"{account} {device ?? address}", limits.PermitLimit);
            // Device cookies can be collected, so those of an account share a limit as strangers do.
            var shared = device is null ? "account" : "devices";
            yield return New(shared, account, AttemptsPerAccount * limits.PermitLimit) with
            {
                MaxDelay = limits.MaxDelay / SharedDelayDivisor,
                DelaySlot = KeyOf(policy, $"{shared} slot", $"{account} {address}"),
            };
        }

        Partition New(string name, string of, int permitLimit) =>
            new(name, KeyOf(policy, name, of), permitLimit, limits.InitialDelay, limits.MaxDelay, limits.ResetAfter);
    }

    // A hash: the store learns no addresses.
    private static string KeyOf(RateLimitPolicy policy, string name, string of) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes($"{policy} {name} {of}")));
}
