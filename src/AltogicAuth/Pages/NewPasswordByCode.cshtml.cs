using AltogicAuth.Accounts;
using AltogicAuth.EmailLinks;
using AltogicAuth.Passwords;
using AltogicAuth.PhoneCodes;

namespace AltogicAuth.Pages;

[AllowAnonymous]
public sealed class NewPasswordByCodeModel(
    SentCodes codes, CurrentAccount accounts, PasswordPolicy policy, PasswordResets resets, CodeSignIns signIns, SignInCompletion completion)
    : CodePage(codes, accounts)
{
    [BindProperty]
    public InputModel Input { get; set; } = new();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        if (await LoadAsync(cancellation) is { } elsewhere)
        {
            return elsewhere;
        }

        var phone = Pending.Phone!;
        this.AddPasswordError(policy.Validate(Input.NewPassword, name: null, phone.NationalDigits), "Input.NewPassword");
        if (!ModelState.IsValid)
        {
            return this.Redisplay();
        }

        var code = OneTimeCode.TryParse(Input.Code)!;
        if (await resets.ResetByCodeAsync(HttpContext, Pending, code, Input.NewPassword!) is { } rejection)
        {
            return await RejectAsync(rejection, code);
        }

        var returnUrl = Pending.ReturnUrl;
        Codes.DeletePending(HttpContext);
        if (await resets.TrySignInAsync(HttpContext, AccountIdentifier.Of(phone), Input.NewPassword!, phone.Value, returnUrl) is { } signIn)
        {
            // The owner of the number has chosen this password. Our backend knows that; another one keeps the question open.
            return LocalRedirect(await completion.CompleteAsync(HttpContext, signIn with { PasswordStatus = PasswordStatus.Confirmed }));
        }

        this.SetFlash("Reset.SignInRequired");
        return RedirectToPage("/Login", new { returnUrl });
    }

    private async Task<IActionResult> RejectAsync(ApiError rejection, string code)
    {
        if (rejection.Has(ErrorCodes.ValidationError))
        {
            // Such as a password that contains the user's name, which only the backend knows here.
            return this.RedisplayWithError("Password.Rejected", "Input.NewPassword");
        }

        // A number that was not confirmed yet got the code that confirms it.
        return rejection.Has(ErrorCodes.InvalidTokenType) && await signIns.EnterAsync(HttpContext, Pending, code) is { } path
            ? LocalRedirect(path)
            : this.RedisplayWithError("Code.Rejected", "Input.Code");
    }

    public sealed class InputModel
    {
        [OneTimeCode, Display(Name = "Code.Label")]
        public string? Code { get; set; }

        [Display(Name = "Password.NewLabel"), DisplayFormat(ConvertEmptyStringToNull = false)]
        public string? NewPassword { get; set; }
    }
}
