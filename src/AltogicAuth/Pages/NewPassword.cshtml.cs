using AltogicAuth.Accounts;
using AltogicAuth.EmailLinks;
using AltogicAuth.Passwords;

namespace AltogicAuth.Pages;

[AllowAnonymous]
public sealed class NewPasswordModel(
    LinkCookies cookies, PasswordPolicy policy, PasswordResets resets, SignInCompletion completion, SecurityEvents events) : PageModel, IRedisplay
{
    private PendingLink? _link;

    [BindProperty]
    public InputModel Input { get; set; } = new();

    /// <summary>Null where another browser requested the link: the address is typed.</summary>
    public LinkRequest? Requested => cookies.FindRequest(HttpContext, LinkPurpose.ResetPassword);

    public IActionResult OnGet() => Load() ?? Page();

    public async Task<IActionResult> OnPostAsync()
    {
        if (Load() is { } elsewhere)
        {
            return elsewhere;
        }

        var address = EmailAddress.TryParse(Input.Email);
        this.AddPasswordError(policy.Validate(Input.NewPassword, name: null, address?.Display), "Input.NewPassword");
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
        if (await resets.TrySignInAsync(
                HttpContext, AccountIdentifier.Of(address), Input.NewPassword!, Requested?.Email, Requested?.ReturnUrl) is { } signIn)
        {
            return LocalRedirect(await completion.CompleteAsync(HttpContext, signIn));
        }

        this.SetFlash("Reset.SignInRequired");
        return RedirectToPage("/Login", new { returnUrl = Requested?.Email == address.Value ? Requested.ReturnUrl : null });
    }

    public Task<IActionResult?> LoadAsync(CancellationToken cancellation) => Task.FromResult(Load());

    private IActionResult? Load()
    {
        _link = cookies.Pending.Read(HttpContext);
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

    public sealed class InputModel
    {
        [Required(ErrorMessage = "Email.Missing"), Email, Display(Name = "Email.Label")]
        public string? Email { get; set; }

        [Display(Name = "Password.NewLabel"), DisplayFormat(ConvertEmptyStringToNull = false)]
        public string? NewPassword { get; set; }
    }
}
