using AltogicAuth.Accounts;
using AltogicAuth.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AltogicAuth.Pages;

[Anyone]
public sealed class FarewellModel(DeletionCookie trace) : PageModel
{
    public IActionResult OnGet() => trace.IsDone(HttpContext) ? Page() : LocalRedirect("~/");
}
