namespace AltogicAuth.RateLimiting;

/// <summary>Setting a value drops those of one to two lifetimes ago. A flood of new keys displaces the oldest ones. Not thread-safe.</summary>
public sealed class ExpiringCache<T>(TimeSpan lifetime, TimeProvider time, int capacity = ExpiringCache<T>.Capacity)
{
    // Two full generations of attempts take about 80 MB.
    private const int Capacity = 250_000;

    private Dictionary<string, T> _current = [];
    private Dictionary<string, T> _former = [];
    private TimeSpan _end = time.Monotonic() + lifetime;

    public int Count => _current.Count + _former.Count;

    public T? Find(string key) => _current.TryGetValue(key, out var value) || _former.TryGetValue(key, out value) ? value : default;

    public void Set(string key, T value)
    {
        var now = time.Monotonic();
        if (now >= _end || _current.Count >= capacity)
        {
            (_former, _current) = (_current, []);
            _end = now + lifetime;
        }

        _current[key] = value;
    }

    public void Remove(string key)
    {
        _current.Remove(key);
        _former.Remove(key);
    }
}
