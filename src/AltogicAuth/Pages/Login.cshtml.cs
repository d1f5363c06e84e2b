using AltogicAuth.Accounts;
using AltogicAuth.RateLimiting;

namespace AltogicAuth.Pages;

[RequireNoAuth]
public sealed class LoginModel(
    SignInManager signInManager, AccountIdentifiers identifiers, AttemptPermits permits, SignInCompletion completion, SecurityEvents events) : PageModel
{
    [BindProperty]
    public InputModel Input { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set => field = Web.ReturnUrl.Local(value); }

    public bool WasRejected { get; private set; }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid)
        {
            return this.Redisplay();
        }

        var identifier = identifiers.TryParse(Input.Identifier)!;
        await permits.AcquireAsync(HttpContext, RateLimitPolicy.SignIn, identifier.Value);
        var login = await signInManager.CheckPasswordAsync(HttpContext, identifier, Input.Password!);
        if (SignInDetails.FindGranted(login) is not { } granted)
        {
            // One text for every reason: a wrong password, an unknown and an unconfirmed address or number look alike.
            events.SignInRejected(SignInDetails.RejectionOf(login));
            WasRejected = true;
            return this.RedisplayWithError(identifiers.TextFor("Login.Rejected"), status: StatusCodes.Status401Unauthorized);
        }

        await permits.ResetAsync(HttpContext, RateLimitPolicy.SignIn, identifier.Value);
        var signIn = new SignInDetails(granted, SignInDetails.Password, ReturnUrl)
        {
            Remember = Input.RememberMe,
            TypedPassword = Input.Password,
        };
        return LocalRedirect(await completion.CompleteAsync(HttpContext, signIn));
    }

    public sealed class InputModel
    {
        [Identifier, Display(Name = "Email.Label")]
        public string? Identifier { get; set; }

        [RequiredPassword, Display(Name = "Password.Label"), DisplayFormat(ConvertEmptyStringToNull = false)]
        public string? Password { get; set; }

        [Display(Name = "Login.RememberMe")]
        public bool RememberMe { get; set; } = true;
    }
}
