using AltogicAuth.Accounts;
using AltogicAuth.Authentication;
using AltogicAuth.RateLimiting;

namespace AltogicAuth.Pages.Profile;

/// <summary>A page for what cannot be undone. Where the last proof is old its form asks for the password too, so one press does both.</summary>
public abstract class StepUpPage(StepUp stepUp, AttemptPermits permits, CurrentAccount accounts) : AccountPage(accounts)
{
    [BindProperty]
    public ReauthenticationInput Proof { get; set; } = new();

    public bool AsksPassword { get; private set; }

    public override async Task<IActionResult?> LoadForRedisplayAsync(CancellationToken cancellation)
    {
        AsksPassword = stepUp.IsNeeded(HttpContext);
        return await base.LoadForRedisplayAsync(cancellation);
    }

    /// <summary>Null when the user may continue; else the page, which asks.</summary>
    protected async Task<IActionResult?> RequireStepUpAsync(CancellationToken cancellation)
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
