using AltogicAuth.Accounts;
using AltogicAuth.RateLimiting;

namespace AltogicAuth.Pages.Profile;

[RequireAuth]
public sealed class EndAllSessionsModel(
    StepUp stepUp, AttemptPermits permits, CurrentAccount accounts, AltogicClient altogic, SecurityEvents events) : StepUpPage(stepUp, permits, accounts)
{
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        if (await RequireStepUpAsync(cancellation) is { } asking)
        {
            return asking;
        }

        (await altogic.Auth.SignOutAllAsync(HttpContext.SessionToken())).EnsureSuccess();
        await HttpContext.SignOutHereAsync();
        events.SessionEnded(Account!.Id, "all");
        this.SetFlash("EndAll.Done");
        return RedirectToPage("/Login");
    }
}
