using AltogicAuth.Accounts;
using AltogicAuth.RateLimiting;

namespace AltogicAuth.Pages.Profile;

[RequireAuth]
public sealed class DeleteModel(
    StepUp stepUp, AttemptPermits permits, CurrentAccount accounts, AccountDeletion deletion, AccountIdentifiers identifiers)
    : StepUpPage(stepUp, permits, accounts)
{
    [BindProperty]
    public InputModel Input { get; set; } = new();

    /// <summary>Null for the rare account that has none of them: a provider told nothing of it.</summary>
    public string? ConfirmationLabel => Account switch
    {
        null or { Email: not null } => "Delete.ConfirmEmail",
        { Phone: not null } => "Delete.ConfirmPhone",
        { Name: null or "" } => null,
        _ => "Delete.ConfirmName",
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

    // An address or a number that cannot be parsed may be older than today's rules.
    private bool IsConfirmed(AltogicUser account) => account switch
    {
        { Email: { } email } => IsTyped(email) || EmailAddress.TryParse(Input.Confirmation) is { } address && address == EmailAddress.TryParse(email),
        { Phone: { } phone } => IsTyped(phone) || identifiers.TryParsePhone(Input.Confirmation) is { } number && number == PhoneNumber.FromAccount(phone),
        _ => PersonNameAttribute.Clean(Input.Confirmation) == PersonNameAttribute.Clean(account.Name),
    };

    private bool IsTyped(string identifier) => string.Equals(Input.Confirmation?.Trim(), identifier, StringComparison.OrdinalIgnoreCase);

    public sealed class InputModel
    {
        public string? Confirmation { get; set; }
    }
}
