using AltogicAuth.Authentication;
using AltogicAuth.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AltogicAuth.Pages;

[Anyone]
public sealed class LogoutModel(Logins logins) : PageModel, IShownAgain
{
    public IActionResult OnGet() => LocalRedirect("~/");

    public async Task<IActionResult> OnPostAsync()
    {
        var ended = await logins.EndAsync(HttpContext);
        this.Tell(ended ? "Logout.Done" : "Logout.OnlyHere");
        return RedirectToPage("/Login");
    }

    /// <summary>Who is logged out already goes where the button leads.</summary>
    public Task<IActionResult?> PrepareAsync(CancellationToken cancellation) =>
        Task.FromResult<IActionResult?>(User.Identity?.IsAuthenticated == true ? null : RedirectToPage("/Login"));
}
