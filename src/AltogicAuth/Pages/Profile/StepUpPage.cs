using AltogicAuth.Accounts;
using AltogicAuth.Providers;
using AltogicAuth.RateLimiting;

namespace AltogicAuth.Pages.Profile;

/// <summary>A page for what cannot be undone. After some minutes its form asks for the password too.</summary>
public abstract class StepUpPage(StepUp stepUp, AttemptPermits permits, CurrentAccount accounts) : AccountPage(accounts)
{
    [BindProperty]
    public ReauthenticationInput Reauthentication { get; set; } = new();

    /// <summary>Whether the form is for a user who has given the password, or come from the provider, within the last minutes.</summary>
    public bool AsksAnew { get; private set; }

    public Provider? Provider => Provider.Of(Account);

    public override async Task<IActionResult?> LoadAsync(CancellationToken cancellation)
    {
        AsksAnew = stepUp.IsNeeded(HttpContext);
        return await base.LoadAsync(cancellation);
    }

    /// <summary>Null when the user may continue.</summary>
    protected async Task<IActionResult?> RequireStepUpAsync(CancellationToken cancellation)
    {
        await LoadAsync(cancellation);
        if (AsksAnew && Provider is not null)
        {
            return this.RedisplayWithError("StepUp.ProviderMissing");
        }

        if (AsksAnew && string.IsNullOrEmpty(Reauthentication.Password))
        {
            return this.RedisplayWithError("StepUp.Missing", "Reauthentication.Password");
        }

        await permits.AcquireAsync(HttpContext, RateLimitPolicy.SignIn, User.UserId());
        if (AsksAnew && !await stepUp.ReauthenticateAsync(HttpContext, Account!, Reauthentication.Password!))
        {
            return this.RedisplayWithError("StepUp.Wrong", "Reauthentication.Password");
        }

        AsksAnew = false;
        return null;
    }

    public sealed class ReauthenticationInput
    {
        [Display(Name = "Password.CurrentLabel"), DisplayFormat(ConvertEmptyStringToNull = false)]
        public string? Password { get; set; }
    }
}
