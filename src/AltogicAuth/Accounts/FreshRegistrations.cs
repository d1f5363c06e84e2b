using System.Collections.Concurrent;

namespace AltogicAuth.Accounts;

/// <summary>
/// The addresses that registered and were logged in here within the last minute, for one more press each. It tells the
/// second of two presses from somebody who tries passwords where nobody counts them.
/// </summary>
public sealed class FreshRegistrations(TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _until = new(StringComparer.Ordinal);

    public void Note(string address)
    {
        var now = time.GetUtcNow();
        foreach (var entry in _until.Where(entry => entry.Value <= now))
        {
            _until.TryRemove(entry);
        }

        _until[address] = now + Fresh;
    }

    public bool Take(string address) => _until.TryRemove(address, out var until) && until > time.GetUtcNow();
}
