using AltogicAuth.Accounts;
using AltogicAuth.Authentication;
using AltogicAuth.RateLimiting;
using AltogicAuth.Web;

namespace AltogicAuth.Pages.Profile;

/// <summary>
/// A page that does something which cannot be undone. Its form asks for the password too when the last proof is a
/// while ago, so one press both proves and carries on.
/// </summary>
public abstract class StepUpPage(StepUp stepUp, AttemptPermits permits, CurrentAccount accounts) : PageModel, IRedisplay
{
    [BindProperty]
    public ReauthenticationInput Proof { get; set; } = new();

    public bool AsksPassword { get; private set; }

    public AltogicUser? Account { get; private set; }

    public Task OnGetAsync(CancellationToken cancellation) => LoadForRedisplayAsync(cancellation);

    public async Task<IActionResult?> LoadForRedisplayAsync(CancellationToken cancellation)
    {
        AsksPassword = stepUp.IsNeeded(HttpContext);
        Account ??= await accounts.ReadAsync(HttpContext.SessionToken(), cancellation);
        return null;
    }

    /// <summary>Null when the visitor may go on; else the page, asking.</summary>
    protected async Task<IActionResult?> AskAsync(CancellationToken cancellation)
    {
        await LoadForRedisplayAsync(cancellation);
        if (AsksPassword && string.IsNullOrEmpty(Proof.Password))
        {
            return this.RedisplayWithError("StepUp.Missing", "Proof.Password");
        }

        await permits.AcquireAsync(HttpContext, RateLimitPolicy.SignIn, User.UserId());
        if (AsksPassword && !await stepUp.ReauthenticateAsync(HttpContext, Account!, Proof.Password!))
        {
            return this.RedisplayWithError("StepUp.Wrong", "Proof.Password");
        }

        AsksPassword = false;
        return null;
    }

    public sealed record ReauthenticationInput
    {
        [Display(Name = "Password.CurrentLabel"), DisplayFormat(ConvertEmptyStringToNull = false)]
        public string? Password { get; set; }

        public override string ToString() => "ReauthenticationInput(hidden)";
    }
}
