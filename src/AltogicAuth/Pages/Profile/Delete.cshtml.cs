using AltogicAuth.Accounts;
using AltogicAuth.RateLimiting;

namespace AltogicAuth.Pages.Profile;

[RequireAuth]
public sealed class DeleteModel(StepUp stepUp, AttemptPermits permits, CurrentAccount accounts, AccountDeletion deletion) : StepUpPage(stepUp, permits, accounts)
{
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        try
        {
            if (await RequireStepUpAsync(cancellation) is { } asking)
            {
                return asking;
            }

            await deletion.DeleteAsync(HttpContext, HttpContext.SessionToken(), Account!);
        }
        catch (AltogicSessionException) when (deletion.ExplainsEndedSession(HttpContext))
        {
            // The submission before this one deleted the account.
        }

        await deletion.CompleteAsync(HttpContext);
        return RedirectToPage("/Farewell");
    }
}
