using AltogicAuth.Accounts;
using AltogicAuth.Passwords;
using AltogicAuth.RateLimiting;

namespace AltogicAuth.Pages.Profile;

[RequireAuth]
public sealed class PasswordModel(CurrentAccount accounts, AttemptPermits permits, PasswordPolicy policy, PasswordChanges changes) : AccountPage(accounts)
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
        this.AddPasswordError(policy.Validate(Input.NewPassword, account.Name, account.Email, PhoneNumber.FromAccount(account.Phone)?.NationalDigits), "Input.NewPassword");
        if (ModelState.IsValid && Input.NewPassword == Input.CurrentPassword)
        {
            ModelState.AddModelError("Input.NewPassword", "Password.Same");
        }

        if (!ModelState.IsValid)
        {
            return this.Redisplay();
        }

        await permits.AcquireAsync(HttpContext, RateLimitPolicy.SignIn, account.Id);
        if (await changes.ChangeAsync(HttpContext.SessionToken(), account, Input.CurrentPassword!, Input.NewPassword!) is { } rejection)
        {
            return this.RedisplayWithError(rejection,
                (ErrorCodes.InvalidCredentials, "Input.CurrentPassword"), ("newPassword", "Input.NewPassword"), ("password", "Input.NewPassword"));
        }

        var isComplete = await changes.CompleteChangeAsync(HttpContext, account, Input.NewPassword!, Input.KeepOtherSessions);
        var done = Input.KeepOtherSessions ? "ChangePassword.Done" : "ChangePassword.DoneOthersEnded";
        this.SetFlash(isComplete ? done : "Reset.OtherSessionsRemain");
        return RedirectToPage("/Profile/Index");
    }

    public sealed class InputModel
    {
        [RequiredPassword(ErrorMessage = "Password.CurrentMissing"), Display(Name = "Password.CurrentLabel"), DisplayFormat(ConvertEmptyStringToNull = false)]
        public string? CurrentPassword { get; set; }

        [Display(Name = "Password.NewLabel"), DisplayFormat(ConvertEmptyStringToNull = false)]
        public string? NewPassword { get; set; }

        [Display(Name = "ChangePassword.KeepOthers")]
        public bool KeepOtherSessions { get; set; }
    }
}
