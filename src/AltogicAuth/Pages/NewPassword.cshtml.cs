using AltogicAuth.Accounts;
using AltogicAuth.EmailLinks;
using AltogicAuth.Passwords;
using Microsoft.AspNetCore.Authorization;

namespace AltogicAuth.Pages;

/// <summary>Where a reset link leads: the visitor chooses a new password.</summary>
[AllowAnonymous]
public sealed class NewPasswordModel(
    LinkCookies cookies, PasswordPolicy policy, PasswordResets resets, SignInCompletion completion, SecurityEvents events) : PageModel, IRedisplay
{
    private PendingLink? _link;
    private LinkRequest? _request;

    [BindProperty]
    public InputModel Input { get; set; } = new();

    /// <summary>Where this browser requested the link; elsewhere the address is typed.</summary>
    public string? Address => _request?.Email;

    public IActionResult OnGet() => Load() ?? Page();

    public async Task<IActionResult> OnPostAsync()
    {
        if (Load() is { } elsewhere)
        {
            return elsewhere;
        }

        var address = EmailAddress.TryParse(Input.Email);
        this.Require(policy.Validate(Input.NewPassword, name: null, address?.Display), "Input.NewPassword");
        if (!ModelState.IsValid || address is null)
        {
            return this.Redisplay();
        }

        if (await resets.ResetAsync(HttpContext, _link!.AccessToken!, Input.NewPassword!) is { } rejection)
        {
            return Reject(rejection);
        }

        cookies.Pending.Delete(HttpContext);
        cookies.Correlation.Delete(HttpContext);
        if (await resets.TrySignInAsync(HttpContext, address, Input.NewPassword!, _request) is { } signIn)
        {
            return LocalRedirect(await completion.CompleteAsync(HttpContext, signIn));
        }

        this.SetFlash("Reset.SignInRequired");
        return RedirectToPage("/Login", new { returnUrl = Address == address.Value ? _request?.ReturnUrl : null });
    }

    public Task<IActionResult?> LoadForRedisplayAsync(CancellationToken cancellation) => Task.FromResult(Load());

    /// <summary>Where to go instead, when no reset link is pending.</summary>
    private IActionResult? Load()
    {
        _link = cookies.Pending.Read(HttpContext);
        _request = cookies.FindRequest(HttpContext, LinkPurpose.ResetPassword);
        if (_link?.Purpose == LinkPurpose.ResetPassword)
        {
            return null;
        }

        return _link is not null || User.Identity?.IsAuthenticated == true ? RedirectToPage("/AuthRedirect") : Fail();
    }

    private IActionResult Reject(ApiError rejection)
    {
        if (rejection.Has(ErrorCodes.ValidationError))
        {
            // Such as a password that contains the user's name, which only the backend knows here.
            return this.RedisplayWithError("Password.Rejected", "Input.NewPassword");
        }

        cookies.Pending.Delete(HttpContext);
        events.LinkRejected(LinkPurpose.ResetPassword.Action, rejection.Items[0].Code);
        return Fail();
    }

    private RedirectToPageResult Fail() => RedirectToPage("/AuthRedirect", new { status = "400", action = LinkPurpose.ResetPassword.Action });

    public sealed record InputModel
    {
        [Required(ErrorMessage = "Email.Missing"), Email, Display(Name = "Email.Label")]
        public string? Email { get; set; }

        [Display(Name = "Password.NewLabel"), DisplayFormat(ConvertEmptyStringToNull = false)]
        public string? NewPassword { get; set; }

        public override string ToString() => "InputModel(hidden)";
    }
}
