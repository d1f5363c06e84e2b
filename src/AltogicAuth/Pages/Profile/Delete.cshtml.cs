using AltogicAuth.RateLimits;
using AltogicAuth.Sessions;
using Microsoft.AspNetCore.Mvc;

namespace AltogicAuth.Pages.Profile;

[RequireAuth, RateLimited("password")]
public sealed class DeleteModel(StepUp stepUp, Accounts accounts, AccountDeletion deletion) : StepUpPage(stepUp, accounts)
{
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        if (await AskAsync(cancellation) is { } asking)
        {
            return asking;
        }

        await deletion.DeleteAsync(await HttpContext.SessionTokenAsync(), Account!);
        await HttpContext.SignOutHereAsync();
        return RedirectToPage("/Farewell");
    }
}
