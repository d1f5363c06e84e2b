using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using AltogicAuth.Web;

namespace AltogicAuth.Accounts;

/// <summary>
/// The addresses that registered here within the last minute. Who presses twice types the same password twice, which
/// tells them from a stranger with the same address; a stranger has one try at being taken for them.
/// </summary>
public sealed class FreshRegistrations(TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, (byte[] Password, TimeSpan Until)> _entries = new(StringComparer.Ordinal);

    public void Note(string address, string password)
    {
        var now = time.Monotonic();
        foreach (var entry in _entries.Where(entry => entry.Value.Until <= now))
        {
            _entries.TryRemove(entry);
        }

        _entries[address] = (HashOf(password), now + Fresh);
    }

    public bool IsAgain(string address, string password)
    {
        if (!_entries.TryGetValue(address, out var entry) || entry.Until <= time.Monotonic())
        {
            return false;
        }

        var isSame = CryptographicOperations.FixedTimeEquals(entry.Password, HashOf(password));
        if (!isSame)
        {
            _entries.TryRemove(address, out _);
        }

        return isSame;
    }

    private byte[] HashOf(string password) => HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(password));
}
