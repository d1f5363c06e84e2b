namespace AltogicAuth.Providers;

/// <summary>A sign-in that this browser has started. With a user id it is to prove that user anew.</summary>
public sealed record ProviderStart(string Provider, string? ReturnUrl, string? StepUpUserId = null);

public sealed record ProviderStartList(IReadOnlyList<ProviderStart> Starts);

/// <summary>
/// Which sign-ins this browser has started. The way back from the provider names none of them, so the provider of the user who comes
/// back decides.
/// </summary>
public sealed class ProviderStarts(AppCookieManager cookies)
{
    private const int MaxStarts = 5;

    // Lax: the way back begins on the provider's site.
    private readonly ProtectedCookie<ProviderStartList> _cookie =
        cookies.Protect<ProviderStartList>("provider", TimeSpan.FromMinutes(10), SameSiteMode.Lax);

    public void Add(HttpContext http, ProviderStart start) => _cookie.Write(http, new ProviderStartList([start, .. Read(http).Take(MaxStarts - 1)]));

    /// <summary>The newest start with a provider, which counts once. Those of other tabs stay.</summary>
    public ProviderStart? Consume(HttpContext http, string? provider)
    {
        var starts = Read(http).ToList();
        if (starts.Find(start => start.Provider == provider) is not { } found)
        {
            return null;
        }

        starts.Remove(found);
        _cookie.Write(http, new ProviderStartList(starts));
        return found;
    }

    /// <summary>After a failure no start counts any more: another site could end it with a sign-in of its own.</summary>
    public void Clear(HttpContext http) => _cookie.Delete(http);

    private IEnumerable<ProviderStart> Read(HttpContext http) => _cookie.Read(http)?.Starts ?? [];
}
