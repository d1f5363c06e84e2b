using AltogicAuth.Accounts;
using AltogicAuth.RateLimiting;

namespace AltogicAuth.Pages.Profile;

[RequireAuth]
public sealed class EndAllSessionsModel(StepUp stepUp, AttemptPermits permits, CurrentAccount accounts) : StepUpPage(stepUp, permits, accounts)
{
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        if (await RequireStepUpAsync(cancellation) is { } asking)
        {
            return asking;
        }

        await Accounts.EndAllSessionsAsync(HttpContext);
        this.SetFlash("EndAll.Done");
        return RedirectToPage("/Login");
    }
}
