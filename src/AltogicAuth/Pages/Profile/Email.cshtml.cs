using AltogicAuth.Accounts;
using AltogicAuth.RateLimiting;

namespace AltogicAuth.Pages.Profile;

[RequireAuth]
public sealed class EmailModel(CurrentAccount accounts, AttemptPermits permits, EmailTypo typo) : AccountPage(accounts)
{
    [BindProperty]
    public InputModel Input { get; set; } = new();

    protected override bool NeedsConfirmedPassword => true;

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        if (await LoadAsync(cancellation) is { } elsewhere)
        {
            return elsewhere;
        }

        var account = Account!;
        var address = EmailAddress.TryParse(Input.Email);
        if (ModelState.IsValid && address == EmailAddress.TryParse(account.Email))
        {
            ModelState.AddModelError("Input.Email", "Email.Same");
        }

        typo.AddTypoError(this, "Input.Email", address, Input.AcceptedEmail);
        if (!ModelState.IsValid || address is null)
        {
            return this.Redisplay();
        }

        await permits.AcquireAsync(HttpContext, RateLimitPolicy.Message, account.Id);
        var change = await Accounts.ChangeEmailAsync(HttpContext.SessionToken(), account.Id, address, Input.CurrentPassword!);
        if (change.Error is { } rejection)
        {
            return this.RedisplayWithError(
                rejection, (ErrorCodes.InvalidCredentials, "Input.CurrentPassword"), (ErrorCodes.EmailNotUnique, "Input.Email"),
                ("newEmail", "Input.Email"), ("email", "Input.Email"));
        }

        await HttpContext.RefreshTicketAsync();
        var isDone = EmailAddress.TryParse(change.Value.Email) == address;
        this.SetFlash(isDone ? "ChangeEmail.Done" : "ChangeEmail.Sent");
        return RedirectToPage("/Profile/Index");
    }

    public sealed class InputModel
    {
        [Required(ErrorMessage = "Email.Missing"), Email, Display(Name = "Email.NewLabel")]
        public string? Email { get; set; }

        public string? AcceptedEmail { get; set; }

        [RequiredPassword(ErrorMessage = "Password.CurrentMissing"), Display(Name = "Password.CurrentLabel"), DisplayFormat(ConvertEmptyStringToNull = false)]
        public string? CurrentPassword { get; set; }
    }
}
