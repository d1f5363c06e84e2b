using AltogicAuth.Accounts;
using AltogicAuth.RateLimiting;

namespace AltogicAuth.Pages.Profile;

[RequireAuth]
public sealed class ExportModel(
    StepUp stepUp, AttemptPermits permits, CurrentAccount accounts, DataExport export, SecurityEvents events) : StepUpPage(stepUp, permits, accounts)
{
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        if (await RequireStepUpAsync(cancellation) is { } asking)
        {
            return asking;
        }

        var zip = await export.ZipAsync(HttpContext.SessionToken(), Account!, cancellation);
        events.DataExported(Account!.Id);
        Response.Headers.CacheControl = "no-store";
        return File(zip, "application/zip", "my-data.zip");
    }
}
