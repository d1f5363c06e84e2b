using AltogicAuth.Accounts;

namespace AltogicAuth.Pages;

[AllowAnonymous]
public sealed class FarewellModel(AccountDeletion deletion) : PageModel
{
    public IActionResult OnGet() => deletion.IsDone(HttpContext) ? Page() : LocalRedirect("~/");
}
