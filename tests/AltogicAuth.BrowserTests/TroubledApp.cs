using AltogicAuth.Backend.Faults;
using Microsoft.Extensions.DependencyInjection;

namespace AltogicAuth.BrowserTests;

/// <summary>An app of its own, for what must not happen to other tests: outages, limits that are reached, time that passes.</summary>
public sealed class TroubledApp : BrowserApp
{
    public TroubledApp()
    {
        Settings["RateLimits:Enabled"] = "true";
        Settings["RateLimits:SignIn:InitialDelay"] = "00:10:00";
    }

    public BackendFaults Faults => Services.GetRequiredService<BackendFaults>();
}
