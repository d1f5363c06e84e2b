using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using AltogicAuth.Web;

namespace AltogicAuth.RateLimiting;

/// <summary>Counts attempts in this process. Accounts and addresses are kept as hashes only.</summary>
public sealed class Limiter(IOptions<RateLimitOptions> options, TimeProvider time)
{
    // The longest wait and the longest memory that the settings allow.
    private static readonly TimeSpan Memory = TimeSpan.FromHours(2);

    private readonly Lock _lock = new();
    private readonly ExpiringCache<Attempts> _attempts = new(Memory, time);

    /// <summary>
    /// Counts an attempt. Null when it may go ahead, else how long to wait and which limit says so; then it counts for nothing.
    /// <paramref name="device"/> is the id of a browser that has logged in to the account before.
    /// </summary>
    public (TimeSpan Wait, string Partition)? TryAcquire(RateLimitPolicy form, string? account, IPAddress? address, string? device = null)
    {
        if (!options.Value.Enabled)
        {
            return null;
        }

        Gate[] gates = [.. GatesOf(form, account, address, device)];
        lock (_lock)
        {
            var now = time.Monotonic();
            foreach (var gate in gates)
            {
                if (WaitAt(gate, now) is { Ticks: > 0 } wait)
                {
                    return (wait, gate.Partition);
                }
            }

            foreach (var gate in gates)
            {
                Note(gate, now);
            }

            return null;
        }
    }

    /// <summary>A successful log-in resets the counters of the account and of the address that it came from.</summary>
    public void Reset(RateLimitPolicy form, string account, IPAddress? address)
    {
        lock (_lock)
        {
            _attempts.Remove(VisitorKey(form, account, PrefixOf(address)));
            _attempts.Remove(AccountKey(form, account));
        }
    }

    /// <summary>An address, or the network of an IPv6 address: of /64 unless fewer bytes are asked for.</summary>
    public static string PrefixOf(IPAddress? address, int bytes = 8) => address switch
    {
        null => "nowhere",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, bytes)),
        _ => address.ToString(),
    };

    private IEnumerable<Gate> GatesOf(RateLimitPolicy form, string? account, IPAddress? address, string? device)
    {
        if (device is not null && options.Value.Of(form) is { } own)
        {
            // A neighbour behind the same address cannot use these up; nor can a collection of cookies make more of them.
            yield return new("visitor", VisitorKey(form, account!, device), own.PerVisitor);
            yield return new("devices", KeyOf($"{form} for {account} of devices"), options.Value.PerDevices,
                Turn: KeyOf($"turn at {form} for {account} of devices at {PrefixOf(address)}"));
            yield break;
        }

        yield return new("address", KeyOf($"{form} from {PrefixOf(address)}"), options.Value.PerAddress);
        if (address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false })
        {
            yield return new("network", KeyOf($"{form} from {PrefixOf(address, bytes: 6)}"), options.Value.PerNetwork);
        }

        if (string.IsNullOrEmpty(account) || options.Value.Of(form) is not { } limits)
        {
            yield break;
        }

        yield return new("visitor", VisitorKey(form, account, PrefixOf(address)), limits.PerVisitor);
        yield return new("account", AccountKey(form, account), limits.PerAccount, Turn: KeyOf($"turn at {form} for {account} of {PrefixOf(address)}"));
    }

    private TimeSpan WaitAt(Gate gate, TimeSpan now)
    {
        var attempts = Read(gate.Key, gate.Limit, now);
        if (gate.Turn is null)
        {
            return attempts.FreeAt - now;
        }

        var wait = gate.Limit.DelayAfter(attempts.Count);
        if (wait == TimeSpan.Zero)
        {
            return wait;
        }

        var turn = Read(gate.Turn, gate.Limit, now);
        if (turn == default)
        {
            turn = new Attempts(0, now + wait);
            _attempts.Set(gate.Turn, turn);
        }

        return turn.FreeAt - now;
    }

    private void Note(Gate gate, TimeSpan now)
    {
        var count = Read(gate.Key, gate.Limit, now).Count + 1;
        var freeAt = now + gate.Limit.DelayAfter(count);
        _attempts.Set(gate.Key, new Attempts(count, gate.Turn is null ? freeAt : now));
        if (gate.Turn is not null && freeAt > now)
        {
            _attempts.Set(gate.Turn, new Attempts(0, freeAt));
        }
    }

    private Attempts Read(string key, LimitOptions limit, TimeSpan now)
    {
        var attempts = _attempts.Find(key);
        return now > attempts.FreeAt + limit.ResetAfter ? default : attempts;
    }

    private static string VisitorKey(RateLimitPolicy form, string account, string visitor) => KeyOf($"{form} for {account} of {visitor}");

    private static string AccountKey(RateLimitPolicy form, string account) => KeyOf($"{form} for {account}");

    private static string KeyOf(string what) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(what)));

    /// <summary>
    /// One of the limits that a try passes. Count and wait are kept at the key; with a turn, the count is everybody's and
    /// the wait is kept there, for one visitor.
    /// </summary>
    private readonly record struct Gate(string Partition, string Key, LimitOptions Limit, string? Turn = null);
}
