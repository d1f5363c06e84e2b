using AltogicAuth.Providers;

namespace AltogicAuth.Pages;

/// <summary>Sends the browser to a provider. A link and not a form: <c>form-action</c> also counts for the redirect after a form.</summary>
[AllowAnonymous]
public sealed class LoginWithProviderModel(EnvironmentProviders providers, ProviderStarts starts) : PageModel
{
    public Provider Provider { get; private set; } = null!;

    public string? ReturnTo { get; private set; }

    public IActionResult OnGet(string provider, string? returnUrl)
    {
        if (providers.Find(provider) is not { } found)
        {
            return NotFound();
        }

        (Provider, ReturnTo) = (found, ReturnUrl.Local(returnUrl));
        if (User.Identity?.IsAuthenticated == true)
        {
            return LocalRedirect(ReturnUrl.OrProfile(ReturnTo));
        }

        if (!Request.IsDocumentNavigation() || Request.Headers["Sec-Fetch-Site"] == "cross-site")
        {
            // Another site would choose when the visitor signs in.
            return Page();
        }

        starts.Add(HttpContext, new ProviderStart(found.Name, ReturnTo));
        return Redirect(providers.UrlOf(found));
    }
}
