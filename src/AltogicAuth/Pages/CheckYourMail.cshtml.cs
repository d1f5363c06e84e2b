using AltogicAuth.EmailLinks;

namespace AltogicAuth.Pages;

[RequireNoAuth]
public sealed class CheckYourMailModel(LinkCookies cookies) : PageModel
{
    public LinkRequest? Requested => cookies.Correlation.Read(HttpContext);
}
