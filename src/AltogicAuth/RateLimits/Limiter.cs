using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace AltogicAuth.RateLimits;

/// <summary>Counts tries per account and per address, in this process. Accounts are kept as hashes only.</summary>
public sealed class Limiter(IOptions<RateLimitOptions> options, TimeProvider time)
{
    private const int SweepAbove = 50_000;

    private readonly ConcurrentDictionary<string, Tries> _tries = new(StringComparer.Ordinal);

    /// <summary>Notes a try. Null when it may go ahead, else how long to wait and which limit says so.</summary>
    public (TimeSpan Wait, string Partition)? TryEnter(string form, string? account, IPAddress? address)
    {
        if (!options.Value.Enabled)
        {
            return null;
        }

        Sweep();
        var perAddress = Enter($"{form} from {PrefixOf(address)}", options.Value.PerAddress);
        if (perAddress > TimeSpan.Zero)
        {
            return (perAddress, "address");
        }

        var perAccount = string.IsNullOrEmpty(account) ? TimeSpan.Zero : Enter(KeyOf(form, account), options.Value.PerAccount);
        return perAccount > TimeSpan.Zero ? (perAccount, "account") : null;
    }

    /// <summary>Whoever knows the password is not slowed down by their own slips, nor by somebody else's.</summary>
    public void Forgive(string form, string account) => _tries.TryRemove(KeyOf(form, account), out _);

    public static string PrefixOf(IPAddress? address) => address switch
    {
        null => "nowhere",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)),
        _ => address.ToString(),
    };

    private TimeSpan Enter(string key, LimitOptions limit) =>
        _tries.GetOrAdd(key, _ => new Tries()).Enter(limit, time.GetUtcNow());

    private static string KeyOf(string form, string account) =>
        $"{form} for {Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(account)))}";

    private void Sweep()
    {
        if (_tries.Count <= SweepAbove)
        {
            return;
        }

        var old = time.GetUtcNow() - options.Value.PerAddress.Forget - options.Value.PerAddress.LongestWait;
        foreach (var entry in _tries.Where(entry => entry.Value.Last < old))
        {
            _tries.TryRemove(entry);
        }
    }

    private sealed class Tries
    {
        private readonly Lock _lock = new();
        private DateTimeOffset _notBefore;
        private int _count;

        public DateTimeOffset Last { get; private set; }

        public TimeSpan Enter(LimitOptions limit, DateTimeOffset now)
        {
            lock (_lock)
            {
                if (now < _notBefore)
                {
                    return _notBefore - now;
                }

                _count = now - Last > limit.Forget ? 1 : _count + 1;
                Last = now;
                if (_count >= limit.FreeTries)
                {
                    var doublings = Math.Min(_count - limit.FreeTries, 30);
                    _notBefore = now + TimeSpan.FromTicks(Math.Min(limit.LongestWait.Ticks, limit.FirstWait.Ticks << doublings));
                }

                return TimeSpan.Zero;
            }
        }
    }
}
