using AltogicAuth.Authentication;
using AltogicAuth.EmailLinks;

namespace AltogicAuth.Pages;

[RequireNoAuth]
public sealed class CheckYourMailModel(LinkCookies cookies) : PageModel
{
    public string? Address { get; private set; }

    public string? ReturnUrl { get; private set; }

    public void OnGet()
    {
        var request = cookies.Correlation.Read(HttpContext);
        Address = request?.Email;
        ReturnUrl = request?.ReturnUrl;
    }
}
