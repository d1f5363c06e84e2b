using AltogicAuth.Backend.Faults;

namespace AltogicAuth.Backend;

/// <summary>The backend's own clock: right, unless a fault moved it.</summary>
internal sealed class BackendClock(TimeProvider time, BackendFaults faults)
{
    public DateTimeOffset Now => time.GetUtcNow() + faults.ClockOffset;
}
