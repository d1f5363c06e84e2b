using AltogicAuth.LocalBackend.Faults;

namespace AltogicAuth.LocalBackend;

/// <summary>The backend's own clock: right, unless a fault moved it.</summary>
internal sealed class BackendClock(TimeProvider time, LocalBackendFaults faults)
{
    public DateTimeOffset Now => time.GetUtcNow() + faults.ClockOffset;
}
