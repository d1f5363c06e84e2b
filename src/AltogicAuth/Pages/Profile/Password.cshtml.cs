using AltogicAuth.Accounts;
using AltogicAuth.Authentication;
using AltogicAuth.Passwords;
using AltogicAuth.RateLimiting;
using AltogicAuth.Web;

namespace AltogicAuth.Pages.Profile;

[RequireAuth]
public sealed class PasswordModel(
    AltogicClient altogic, CurrentAccount accounts, AttemptPermits permits, DeviceCookies devices, PasswordPolicy passwords, StepUp stepUp,
    SecurityNotices notices, SecurityEvents events) : PageModel, IRedisplay
{
    [BindProperty]
    public InputModel Input { get; set; } = new();

    public AltogicUser? Account { get; private set; }

    public Task<IActionResult?> OnGetAsync(CancellationToken cancellation) => LoadForRedisplayAsync(cancellation);

    public async Task<IActionResult?> LoadForRedisplayAsync(CancellationToken cancellation)
    {
        Account ??= await accounts.ReadAsync(HttpContext.SessionToken(), cancellation);
        // A password that may be somebody else's is to change nothing.
        return UnconfirmedPasswords.IsOpenFor(Account) ? LocalRedirect(UnconfirmedPasswords.Page) : null;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        if (await LoadForRedisplayAsync(cancellation) is { } elsewhere)
        {
            return elsewhere;
        }

        var account = Account!;
        var session = HttpContext.SessionToken();
        this.Require(passwords.Validate(Input.NewPassword, account.Name, account.Email), "Input.NewPassword");
        if (ModelState.IsValid && Input.NewPassword == Input.CurrentPassword)
        {
            ModelState.AddModelError("Input.NewPassword", "Password.Same");
        }

        if (!ModelState.IsValid)
        {
            return this.Redisplay();
        }

        await permits.AcquireAsync(HttpContext, RateLimitPolicy.SignIn, account.Id);
        var change = await altogic.Auth.ChangePasswordAsync(session, Input.NewPassword!, Input.CurrentPassword!);
        if (change.Error is { } refusal)
        {
            if (refusal.Has(ErrorCodes.InvalidCredentials))
            {
                events.ReauthenticationRejected(account.Id);
            }

            return this.RedisplayWithError(refusal,
                (ErrorCodes.InvalidCredentials, "Input.CurrentPassword"), ("newPassword", "Input.NewPassword"), ("password", "Input.NewPassword"));
        }

        events.PasswordChanged(account.Id, "form");
        if (EmailAddress.TryParse(account.Email) is { } address)
        {
            devices.Revoke(address.Value);
            devices.Renew(HttpContext, address.Value);
        }

        await notices.LeaveAsync(session, account.Id, SecurityNotices.PasswordChanged);
        this.SetFlash(await EndOthersAsync());
        return RedirectToPage("/Profile/Index");
    }

    // The password is new already: an outage here must not look as if it were not.
    private async Task<string> EndOthersAsync()
    {
        try
        {
            await TryProveAsync();
            if (Input.KeepOtherSessions)
            {
                return "ChangePassword.Done";
            }

            (await altogic.Auth.SignOutAllExceptCurrentAsync(HttpContext.SessionToken())).EnsureSuccess();
            return "ChangePassword.DoneOthersEnded";
        }
        catch (AltogicUnavailableException) when (Input.KeepOtherSessions)
        {
            return "ChangePassword.Done";
        }
        catch (AltogicUnavailableException outage)
        {
            events.OtherSessionsRemain(Account!.Id, outage.Message);
            return "Reset.OtherSessionsRemain";
        }
    }

    private async Task TryProveAsync()
    {
        try
        {
            await stepUp.ReauthenticateAsync(HttpContext, Account!, Input.NewPassword!);
        }
        catch (OperationCanceledException) when (HttpContext.RequestAborted.IsCancellationRequested)
        {
            // The visitor has left with the session they have. What follows a new password happens all the same.
        }
    }

    public sealed record InputModel
    {
        [RequiredPassword(ErrorMessage = "Password.CurrentMissing"), Display(Name = "Password.CurrentLabel"), DisplayFormat(ConvertEmptyStringToNull = false)]
        public string? CurrentPassword { get; set; }

        [Display(Name = "Password.NewLabel"), DisplayFormat(ConvertEmptyStringToNull = false)]
        public string? NewPassword { get; set; }

        [Display(Name = "ChangePassword.KeepOthers")]
        public bool KeepOtherSessions { get; set; }

        public override string ToString() => "InputModel(hidden)";
    }
}
