using AltogicAuth.Accounts;
using AltogicAuth.RateLimiting;

namespace AltogicAuth.Pages.Profile;

/// <summary>A page for what cannot be undone. After some minutes its form asks for the password too.</summary>
public abstract class StepUpPage(StepUp stepUp, AttemptPermits permits, CurrentAccount accounts) : AccountPage(accounts)
{
    [BindProperty]
    public ReauthenticationInput Reauthentication { get; set; } = new();

    public bool AsksPassword { get; private set; }

    public override async Task<IActionResult?> LoadAsync(CancellationToken cancellation)
    {
        AsksPassword = stepUp.IsNeeded(HttpContext);
        return await base.LoadAsync(cancellation);
    }

    /// <summary>Null when the user may continue.</summary>
    protected async Task<IActionResult?> RequireStepUpAsync(CancellationToken cancellation)
    {
        await LoadAsync(cancellation);
        if (AsksPassword && string.IsNullOrEmpty(Reauthentication.Password))
        {
            return this.RedisplayWithError("StepUp.Missing", "Reauthentication.Password");
        }

        await permits.AcquireAsync(HttpContext, RateLimitPolicy.SignIn, User.UserId());
        if (AsksPassword && !await stepUp.ReauthenticateAsync(HttpContext, Account!, Reauthentication.Password!))
        {
            return this.RedisplayWithError("StepUp.Wrong", "Reauthentication.Password");
        }

        AsksPassword = false;
        return null;
    }

    public sealed class ReauthenticationInput
    {
        [Display(Name = "Password.CurrentLabel"), DisplayFormat(ConvertEmptyStringToNull = false)]
        public string? Password { get; set; }
    }
}
