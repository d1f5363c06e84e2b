using AltogicAuth.Authentication;
using AltogicAuth.EmailLinks;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AltogicAuth.Pages;

[RequireNoAuth]
public sealed class CheckYourMailModel(LinkCookies cookies) : PageModel
{
    public string? Address { get; private set; }

    public string? ReturnUrl { get; private set; }

    public void OnGet()
    {
        var request = cookies.Marker.Read(HttpContext);
        Address = request?.Email;
        ReturnUrl = request?.ReturnUrl;
    }
}
