using AltogicAuth.Forms;
using AltogicAuth.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AltogicAuth.Pages;

[Anyone]
public sealed class LogoutModel(Logins logins) : PageModel
{
    public IActionResult OnGet() => LocalRedirect("/");

    public async Task<IActionResult> OnPostAsync()
    {
        var ended = await logins.EndAsync(HttpContext);
        this.Tell(ended ? "Logout.Done" : "Logout.OnlyHere");
        return RedirectToPage("/Login");
    }
}
