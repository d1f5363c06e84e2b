using System.Collections.Concurrent;

namespace AltogicAuth.Backend.Testing;

/// <summary>The faults to inject, and the calls that came in.</summary>
public sealed class BackendFaults
{
    private const int MaxCalls = 10_000;

    private readonly ConcurrentQueue<string> _calls = new();
    private readonly Lock _lock = new();
    private readonly List<(Fault Fault, int Left)> _faults = [];
    private long _clockOffset;

    /// <summary>The calls so far, as <c>POST auth/signin-email</c>.</summary>
    public IReadOnlyList<string> Calls => [.. _calls];

    /// <summary>How far the backend's clock is off.</summary>
    public TimeSpan ClockOffset
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _clockOffset));
        set => Interlocked.Exchange(ref _clockOffset, value.Ticks);
    }

    public IReadOnlyList<Fault> Faults
    {
        get
        {
            lock (_lock)
            {
                return [.. _faults.Select(entry => entry.Fault)];
            }
        }
    }

    public void Add(Fault fault)
    {
        lock (_lock)
        {
            _faults.Add((fault, fault.Times ?? int.MaxValue));
        }
    }

    /// <summary>Removes all faults, and sets the clock right.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _faults.Clear();
        }

        ClockOffset = TimeSpan.Zero;
    }

    public void ClearCalls() => _calls.Clear();

    internal Fault? Next(string method, string path)
    {
        _calls.Enqueue($"{method} {path}");
        if (_calls.Count > MaxCalls)
        {
            _calls.TryDequeue(out _);
        }

        lock (_lock)
        {
            var index = _faults.FindIndex(entry => entry.Left > 0 && Matches(entry.Fault, path));
            if (index < 0)
            {
                return null;
            }

            var (fault, left) = _faults[index];
            _faults[index] = (fault, left - 1);
            return fault;
        }
    }

    private static bool Matches(Fault fault, string path) =>
        fault.Endpoint == "*" || path.EndsWith(fault.Endpoint, StringComparison.Ordinal);
}
