using AltogicAuth.Accounts;
using Microsoft.AspNetCore.Authorization;

namespace AltogicAuth.Pages;

[AllowAnonymous]
public sealed class FarewellModel(AccountDeletion deletion) : PageModel
{
    public IActionResult OnGet() => deletion.IsDone(HttpContext) ? Page() : LocalRedirect("~/");
}
