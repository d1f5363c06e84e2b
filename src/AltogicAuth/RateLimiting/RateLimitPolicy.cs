namespace AltogicAuth.RateLimiting;

/// <summary>The forms that have a limit. The settings of each but <see cref="Grant"/>, which names no account, are in the section of its name; see <see cref="RateLimitOptions"/>.</summary>
public enum RateLimitPolicy
{
    Login,
    Password,
    Photo,
    Register,
    MagicLink,
    Reset,
    Resend,
    Email,
    Grant,
}
