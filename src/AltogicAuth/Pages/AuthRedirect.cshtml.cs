using AltogicAuth.Accounts;
using AltogicAuth.EmailLinks;
using AltogicAuth.Passwords;
using AltogicAuth.RateLimiting;
using AltogicAuth.Web;
using Microsoft.AspNetCore.Authorization;

namespace AltogicAuth.Pages;

public enum EmailLinkStep
{
    Finish,
    SomebodyElse,
    NewPassword,
    EmailChanged,
    Failed,
}

/// <summary>
/// Where mailed links land. A GET by a stranger (a mail scanner, another device) uses nothing up: the token is kept
/// in a cookie, the address is cleaned, and a button finishes by POST. The browser that asked goes straight through.
/// Either way nobody becomes another user without having seen that user's address.
/// </summary>
[AllowAnonymous]
public sealed class AuthRedirectModel(
    AltogicClient altogic, CurrentAccount accounts, AttemptPermits permits, LinkCookies cookies, LinkSignIns links, PasswordPolicy passwords,
    PasswordResets resets, SignInCompletion completion, Flash flash, SecurityEvents events, ILogger<AuthRedirectModel> logger) : PageModel, IRedisplay
{
    /// <summary>What was last asked for in this browser, whatever it was.</summary>
    private LinkRequest? _request;

    public EmailLinkStep Stage { get; private set; } = EmailLinkStep.Failed;

    public string Action { get; private set; } = EmailLinkCallback.MagicLink;

    /// <summary>The address this page speaks of, where it is known.</summary>
    public string? Address { get; private set; }

    public string? ReturnUrl => Asked?.ReturnUrl;

    public ResetInput Reset { get; private set; } = new();

    /// <summary>Shown where a new link is offered, and posted to the page that mails it.</summary>
    public EmailInput Input { get; private set; } = new();

    // A request counts where it was for a link like this one.
    private LinkRequest? Asked => _request?.IsFor(Action) == true ? _request : null;

    public async Task<IActionResult> OnGetAsync()
    {
        if (Request.Query.Count == 0)
        {
            return Restore() is null ? await NothingPendingAsync() : Page();
        }

        var landing = EmailLinkCallback.Read(Request.Query);
        Recall(landing.Action ?? Action);
        var usesToken = landing.Succeeded && landing.Action != EmailLinkCallback.ChangeEmail;
        if (!usesToken && EmailLinkCallback.HasToken(Request.Query))
        {
            // It is of no use here, and is not to stay in the address bar.
            return RedirectToPage(new { status = landing.Succeeded ? "200" : "400", action = landing.Action });
        }

        if (!landing.Succeeded)
        {
            return GoOn(landing) ?? await FailAsync("landing");
        }

        if (landing.Action == EmailLinkCallback.ChangeEmail)
        {
            events.EmailChangeReported();
            Stage = EmailLinkStep.EmailChanged;
            return Page();
        }

        var link = new PendingLink(Action, landing.AccessToken);
        return landing.SignsIn && Asked is not null && Request.IsDocumentNavigation()
            ? await GoStraightAsync(link)
            : await KeepAsync(link);
    }

    public async Task<IActionResult> OnPostAsync(string? shown)
    {
        if (Restore() is not { } link || Stage is not (EmailLinkStep.Finish or EmailLinkStep.SomebodyElse))
        {
            return await NothingPendingAsync();
        }

        if (link.SignIn is not { } granted)
        {
            return LocalRedirect(await links.ExchangeAsync(HttpContext, link));
        }

        // Another link may have taken its place since the address was shown.
        return shown == granted.Email ? LocalRedirect(await links.SignInAsync(HttpContext, Action, granted)) : RedirectToPage();
    }

    /// <summary>The link signs in as another user, and the visitor does not want that.</summary>
    public async Task<IActionResult> OnPostDeclineAsync()
    {
        await links.DeclineAsync(HttpContext);
        return LocalRedirect("~/");
    }

    public async Task<IActionResult> OnPostResetAsync(ResetInput reset)
    {
        Reset = reset;
        Action = EmailLinkCallback.ResetPassword;
        if (Restore()?.AccessToken is not { } accessToken || Stage != EmailLinkStep.NewPassword)
        {
            ModelState.Clear();
            return await NothingPendingAsync();
        }

        var address = EmailAddress.TryParse(reset.Email);
        this.Require(passwords.Validate(reset.NewPassword, name: null, address?.Display), "Reset.NewPassword");
        if (!ModelState.IsValid || address is null)
        {
            return this.Redisplay();
        }

        await permits.AcquireAsync(HttpContext, RateLimitPolicy.SignIn);
        var changed = await altogic.Auth.ResetPwdWithTokenAsync(accessToken, reset.NewPassword!);
        if (changed.Error?.Has(ErrorCodes.ValidationError) == true)
        {
            // Such as one that is made of the user's name, which the backend alone knows here.
            return this.RedisplayWithError("Password.Rejected", "Reset.NewPassword");
        }

        cookies.Pending.Delete(HttpContext);
        if (!changed.IsSuccess)
        {
            return await FailAsync(changed.Error.Items.FirstOrDefault()?.Code ?? "");
        }

        cookies.Correlation.Delete(HttpContext);
        if (await resets.TrySignInAsync(HttpContext, address, reset.NewPassword!, Asked) is { } signIn)
        {
            return LocalRedirect(await completion.CompleteAsync(HttpContext, signIn));
        }

        this.SetFlash("Reset.SignInRequired");
        return RedirectToPage("/Login", new { returnUrl = Asked?.Email == address.Value ? ReturnUrl : null });
    }

    public Task<IActionResult?> LoadForRedisplayAsync(CancellationToken cancellation)
    {
        var isOver = Restore() is null && User.Identity?.IsAuthenticated == true;
        return Task.FromResult<IActionResult?>(isOver ? LocalRedirect(Web.ReturnUrl.Profile) : null);
    }

    private void Recall(string action)
    {
        Action = action;
        _request = cookies.Correlation.Read(HttpContext);
        Address = Asked?.Email;
    }

    private PendingLink? Restore()
    {
        var link = cookies.Pending.Read(HttpContext);
        Recall(link?.Action ?? Action);
        if (link is null)
        {
            return null;
        }

        Stage = link switch
        {
            { Action: EmailLinkCallback.ResetPassword } => EmailLinkStep.NewPassword,
            { SignIn: not null } => EmailLinkStep.SomebodyElse,
            _ => EmailLinkStep.Finish,
        };
        Address = link.SignIn?.Email ?? Address;
        return link;
    }

    private async Task<IActionResult> KeepAsync(PendingLink link)
    {
        await links.KeepAsync(HttpContext, link);
        return RedirectToPage();
    }

    private async Task<IActionResult> GoStraightAsync(PendingLink link)
    {
        try
        {
            return LocalRedirect(await links.ExchangeAsync(HttpContext, link));
        }
        catch (TooManyAttemptsException)
        {
            // The link is kept until the visitor may go on.
            await links.KeepAsync(HttpContext, link);
            throw;
        }
        catch (AltogicUnavailableException outage)
        {
            logger.Unavailable(PageContext.ActionDescriptor.ViewEnginePath, outage);
            // The token may still be good: the button tries it once more.
            await links.KeepAsync(HttpContext, link);
            Stage = EmailLinkStep.Finish;
            Response.Headers.RetryAfter = OutageFilter.RetryAfter(outage);
            return this.RedisplayWithError("Error.Unavailable", status: StatusCodes.Status503ServiceUnavailable);
        }
    }

    /// <summary>A link that failed may have been opened before: where it is still pending, or has signed in, that goes on.</summary>
    private IActionResult? GoOn(EmailLinkCallback landing)
    {
        if (cookies.Pending.Read(HttpContext)?.Action == landing.Action)
        {
            return RedirectToPage();
        }

        // Being signed in is not enough where a link was to prove it anew.
        if (!landing.SignsIn || _request?.Action == LinkRequest.StepUp || User.Identity?.IsAuthenticated != true)
        {
            return null;
        }

        flash.SetIfNone(HttpContext, "EmailLinkCallback.AlreadyIn");
        return LocalRedirect(Web.ReturnUrl.OrProfile(Request.Query["returnUrl"]));
    }

    // Already signed in: a second press, or the Back button.
    private async Task<IActionResult> NothingPendingAsync()
    {
        if (User.Identity?.IsAuthenticated == true)
        {
            return LocalRedirect(Web.ReturnUrl.Profile);
        }

        if (!Request.HasCookies())
        {
            ModelState.AddModelError("", "Error.NoCookies");
        }

        return await FailAsync("no_pending_link");
    }

    private async Task<IActionResult> FailAsync(string code)
    {
        events.LinkRejected(Action, code);
        Stage = EmailLinkStep.Failed;
        Input = new EmailInput { Email = await accounts.FindAddressAsync(HttpContext) };
        return this.Redisplay(StatusCodes.Status400BadRequest);
    }

    public sealed record ResetInput
    {
        [Required(ErrorMessage = "Email.Missing"), Email, Display(Name = "Email.Label")]
        public string? Email { get; set; }

        [Display(Name = "Password.NewLabel"), DisplayFormat(ConvertEmptyStringToNull = false)]
        public string? NewPassword { get; set; }

        public override string ToString() => "ResetInput(hidden)";
    }
}
