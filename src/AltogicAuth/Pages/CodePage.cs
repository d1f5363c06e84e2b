using AltogicAuth.Accounts;
using AltogicAuth.PhoneCodes;

namespace AltogicAuth.Pages;

/// <summary>Asks for the code that this browser waits for. Without one there is nothing to show.</summary>
public abstract class CodePage(SentCodes codes, CurrentAccount accounts) : PageModel, IRedisplay, IHasAccount
{
    protected SentCodes Codes { get; } = codes;

    public AltogicUser? Account { get; private set; }

    protected PendingCode Pending { get; private set; } = null!;

    public CodePurpose Purpose => Pending.Purpose;

    /// <summary>Whether a message went out, or only if there is an account with the number.</summary>
    public bool IsSent => Purpose.IsForSignedIn || IsOfRegistration;

    public string Number => Pending.Number;

    public int SecondsLeft => Codes.SecondsLeft(Pending);

    /// <summary>Where the number was typed.</summary>
    public string NumberPage => IsOfRegistration ? "/register" : Purpose.RequestPage;

    public string? ReturnUrl => Pending.ReturnUrl;

    private bool IsOfRegistration => Purpose == CodePurpose.Confirm && Pending.RegistrationKey is not null;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation) => await LoadAsync(cancellation) ?? Page();

    public async Task<IActionResult> OnPostResendAsync(CancellationToken cancellation) =>
        await LoadAsync(cancellation) ?? await this.ResendAsync(SecondsLeft, () => Codes.SendAsync(HttpContext, Pending), sent: "Code.SentAgain");

    /// <summary>Returns a redirect where no code of this page is pending.</summary>
    public async Task<IActionResult?> LoadAsync(CancellationToken cancellation)
    {
        if (LoadPending() is { } elsewhere)
        {
            return elsewhere;
        }

        Account ??= await accounts.FindAsync(HttpContext);
        return null;
    }

    private IActionResult? LoadPending()
    {
        if (Codes.FindPending(HttpContext) is not { } pending)
        {
            // A repeated submission, or the Back button.
            return User.Identity?.IsAuthenticated == true ? LocalRedirect(Web.ReturnUrl.Profile) : RedirectToPage("/LoginWithMagicLink");
        }

        Pending = pending;
        if (pending.Purpose.IsForSignedIn && User.Identity?.IsAuthenticated != true)
        {
            return LocalRedirect(RequireAuthAttribute.LoginUrl(Request));
        }

        return pending.Purpose.FormPage == PageContext.ActionDescriptor.ViewEnginePath ? null : RedirectToPage(pending.Purpose.FormPage);
    }
}
