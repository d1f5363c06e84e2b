using AltogicAuth.Accounts;
using AltogicAuth.Providers;

namespace AltogicAuth.Pages.Profile;

public abstract class AccountPage(CurrentAccount accounts) : PageModel, IRedisplay, IHasAccount
{
    protected CurrentAccount Accounts { get; } = accounts;

    public AltogicUser? Account { get; private set; }

    /// <summary>Whether the page changes a password or an address by the current password, which must not be one in question.</summary>
    protected virtual bool NeedsConfirmedPassword => false;

    public Task<IActionResult?> OnGetAsync(CancellationToken cancellation) => LoadAsync(cancellation);

    public virtual async Task<IActionResult?> LoadAsync(CancellationToken cancellation)
    {
        Account ??= await Accounts.ReadAsync(HttpContext.SessionToken(), cancellation);
        if (NeedsConfirmedPassword && Provider.Of(Account) is not null)
        {
            this.SetFlash("Account.ProviderOnly");
            return LocalRedirect(ReturnUrl.Profile);
        }

        return NeedsConfirmedPassword && UnconfirmedPasswords.IsOpenFor(Account) ? LocalRedirect(UnconfirmedPasswords.Page) : null;
    }
}
