namespace AltogicAuth.BrowserTests;

/// <summary>An app of its own for what must not happen to other tests: outages, exceeded limits, passing time.</summary>
public sealed class FailingApp : BrowserApp
{
    public FailingApp()
    {
        Settings["RateLimits:Enabled"] = "true";
        Settings["RateLimits:SignIn:InitialDelay"] = "00:10:00";
    }
}
