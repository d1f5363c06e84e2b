using AltogicAuth.Accounts;
using Microsoft.AspNetCore.Authorization;

namespace AltogicAuth.Pages;

[AllowAnonymous]
public sealed class FarewellModel(DeletionCookie trace) : PageModel
{
    public IActionResult OnGet() => trace.IsDone(HttpContext) ? Page() : LocalRedirect("~/");
}
