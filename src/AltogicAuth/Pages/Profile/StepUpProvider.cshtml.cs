using AltogicAuth.Accounts;
using AltogicAuth.Providers;

namespace AltogicAuth.Pages.Profile;

/// <summary>A user of a provider reauthenticates there.</summary>
[RequireAuth]
public sealed class StepUpProviderModel(CurrentAccount accounts, EnvironmentProviders providers, ProviderStarts starts) : PageModel
{
    public async Task<IActionResult> OnGetAsync(string? returnUrl, CancellationToken cancellation)
    {
        var account = await accounts.ReadAsync(HttpContext.SessionToken(), cancellation);
        if (providers.Find(account.Provider) is not { } provider || Request.Headers["Sec-Fetch-Site"] == "cross-site")
        {
            return LocalRedirect(ReturnUrl.OrProfile(returnUrl));
        }

        starts.Add(HttpContext, new ProviderStart(provider.Name, ReturnUrl.Local(returnUrl), account.Id));
        return Redirect(providers.UrlOf(provider));
    }
}
