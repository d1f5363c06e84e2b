using AltogicAuth.Web;

namespace AltogicAuth.RateLimiting;

/// <summary>
/// Values by key in two generations: one that was not written for a whole generation goes with the former one, and
/// nothing is ever searched for what is old. A generation ends in time or when it is full, so no flood of keys takes
/// more memory than two of them. Not for several threads at once.
/// </summary>
public sealed class ExpiringCache<T>(TimeSpan generation, TimeProvider time, int capacity = ExpiringCache<T>.Full)
{
    // Both generations full of tries are some 80 MB.
    private const int Full = 250_000;

    private Dictionary<string, T> _current = [];
    private Dictionary<string, T> _former = [];
    private TimeSpan _end = time.Monotonic() + generation;

    public int Count => _current.Count + _former.Count;

    public T? Find(string key) =>
        _current.TryGetValue(key, out var value) || _former.TryGetValue(key, out value) ? value : default;

    public void Set(string key, T value)
    {
        var now = time.Monotonic();
        if (now >= _end || _current.Count >= capacity)
        {
            (_former, _current) = (_current, []);
            _end = now + generation;
        }

        _current[key] = value;
    }

    public void Remove(string key)
    {
        _current.Remove(key);
        _former.Remove(key);
    }
}
