using AltogicAuth.Accounts;
using AltogicAuth.RateLimiting;

namespace AltogicAuth.Pages.Profile;

[RequireAuth]
public sealed class DeleteModel(StepUp stepUp, AttemptPermits permits, CurrentAccount accounts, AccountDeletion deletion) : StepUpPage(stepUp, permits, accounts)
{
    [BindProperty]
    public InputModel Input { get; set; } = new();

    /// <summary>Null for the rare account that has neither: a provider told nothing of it.</summary>
    public string? ConfirmationLabel => (Account?.Email ?? Account?.Name) switch
    {
        null or "" when Account is not null => null,
        _ => Account is { Email: null } ? "Delete.ConfirmName" : "Delete.ConfirmEmail",
    };

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        try
        {
            await LoadAsync(cancellation);
            if (ConfirmationLabel is not null && !IsConfirmed(Account!))
            {
                return this.RedisplayWithError("Delete.NotConfirmed", "Input.Confirmation");
            }

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

    // An address that cannot be parsed may be older than today's rules.
    private bool IsConfirmed(AltogicUser account) => account.Email is null
        ? PersonNameAttribute.Clean(Input.Confirmation) == PersonNameAttribute.Clean(account.Name)
        : string.Equals(Input.Confirmation?.Trim(), account.Email, StringComparison.OrdinalIgnoreCase) ||
          EmailAddress.TryParse(Input.Confirmation) is { } typed && typed == EmailAddress.TryParse(account.Email);

    public sealed class InputModel
    {
        public string? Confirmation { get; set; }
    }
}
