using System.ComponentModel.DataAnnotations;
using Altogic;
using AltogicAuth.Accounts;
using AltogicAuth.Forms;
using AltogicAuth.Links;
using AltogicAuth.Passwords;
using AltogicAuth.RateLimits;
using AltogicAuth.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AltogicAuth.Pages;

public enum LandingStage
{
    Finish,
    SomebodyElse,
    NewPassword,
    EmailChanged,
    Failed,
}

/// <summary>
/// Where mailed links land. A GET by a stranger (a mail scanner, another device) uses nothing up: the token is parked
/// in a cookie, the address is cleaned, and a button finishes by POST. The browser that asked goes straight through.
/// </summary>
[Anyone]
public sealed class AuthRedirectModel(
    AltogicClient altogic, CurrentAccount accounts, AttemptPermits permits, LinkCookies cookies, Logins logins, PasswordPolicy passwords, PasswordResets resets,
    Registrations registrations, SecurityNotices notices, SecurityEvents events, ILogger<AuthRedirectModel> logger) : PageModel, IShownAgain
{
    private LinkRequest? _asked;

    public LandingStage Stage { get; private set; } = LandingStage.Failed;

    public string Action { get; private set; } = Landing.MagicLink;

    /// <summary>The address this page speaks of, where it is known.</summary>
    public string? Address { get; private set; }

    public string? ReturnUrl => _asked?.ReturnUrl;

    public ResetInput Reset { get; private set; } = new();

    /// <summary>Shown where a new link is offered, and posted to the page that mails it.</summary>
    public EmailInput Input { get; private set; } = new();

    public async Task<IActionResult> OnGetAsync()
    {
        if (Request.Query.Count == 0)
        {
            return Restore() is null ? await NothingParkedAsync() : Page();
        }

        var landing = Landing.Read(Request.Query);
        Recall(landing.Action ?? Action);
        var usesToken = landing.Succeeded && landing.Action != Landing.ChangeEmail;
        if (!usesToken && Landing.HasToken(Request.Query))
        {
            // It is of no use here, and is not to stay in the address bar.
            return RedirectToPage(new { status = landing.Succeeded ? "200" : "400", action = landing.Action });
        }

        if (!landing.Succeeded)
        {
            return await FailAsync("landing");
        }

        if (landing.Action == Landing.ChangeEmail)
        {
            events.EmailChangeLanded();
            Stage = LandingStage.EmailChanged;
            return Page();
        }

        var link = new ParkedLink(Action, landing.AccessToken);
        return landing.SignsIn && _asked is not null && Request.IsOpenedByAPerson()
            ? await GoStraightAsync(link)
            : Park(link);
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (Restore() is not { } link || Stage is not (LandingStage.Finish or LandingStage.SomebodyElse))
        {
            return await NothingParkedAsync();
        }

        if (link.Grant is { } grant)
        {
            return await LogInAsync(grant);
        }

        permits.Acquire(HttpContext, LimitedForm.Grant);
        var exchange = await altogic.Auth.GetAuthGrantAsync(link.AccessToken!);
        return exchange.IsSuccess && exchange.Value.Session is { } session
            ? await LogInAsync(ParkedGrant.Of(exchange.Value.User, session))
            : await FailForAsync(exchange.Error);
    }

    /// <summary>The link logs in as somebody else than this browser asked for, and the visitor does not want that.</summary>
    public async Task<IActionResult> OnPostDeclineAsync()
    {
        if (cookies.Parked.Read(HttpContext)?.Grant is { } grant)
        {
            await logins.TryEndAtBackendAsync(new SessionToken(grant.SessionToken));
        }

        cookies.Parked.Delete(HttpContext);
        return LocalRedirect("~/");
    }

    public async Task<IActionResult> OnPostResetAsync(ResetInput reset)
    {
        Reset = reset;
        Action = Landing.ResetPassword;
        if (Restore()?.AccessToken is not { } accessToken || Stage != LandingStage.NewPassword)
        {
            ModelState.Clear();
            return await NothingParkedAsync();
        }

        var address = EmailAddress.Normalize(reset.Email);
        this.Require(passwords.Judge(reset.NewPassword, name: null, address), "Reset.NewPassword");
        if (!ModelState.IsValid)
        {
            return this.ShowAgain();
        }

        permits.Acquire(HttpContext, LimitedForm.Grant);
        var changed = await altogic.Auth.ResetPwdWithTokenAsync(accessToken, reset.NewPassword!);
        if (changed.Error?.Has(ErrorCodes.ValidationError) == true)
        {
            // Such as one that is made of the user's name, which the backend alone knows here.
            return this.Refuse("Password.Rejected", "Reset.NewPassword");
        }

        if (!changed.IsSuccess)
        {
            return await FailForAsync(changed.Error);
        }

        cookies.Parked.Delete(HttpContext);
        cookies.Marker.Delete(HttpContext);
        var returnUrl = _asked?.Email == address ? _asked.ReturnUrl : null;
        var outcome = await resets.LogInAsync(HttpContext, address, reset.NewPassword!, _asked?.Email);
        this.Tell($"Reset.{outcome}");
        return outcome switch
        {
            ResetOutcome.LogInByHand => RedirectToPage("/Login", new { returnUrl }),
            ResetOutcome.ChooseAnother => RedirectToPage("/Profile/Password"),
            _ => LocalRedirect(Sessions.ReturnUrl.OrProfile(returnUrl)),
        };
    }

    public Task<IActionResult?> PrepareAsync(CancellationToken cancellation)
    {
        Restore();
        return Task.FromResult<IActionResult?>(null);
    }

    /// <summary>What was asked for in this browser counts where it was a link like this one.</summary>
    private void Recall(string action)
    {
        Action = action;
        _asked = cookies.Marker.Read(HttpContext) is { } request && request.IsFor(action) ? request : null;
        Address = _asked?.Email;
    }

    private async Task<IActionResult> GoStraightAsync(ParkedLink link)
    {
        try
        {
            permits.Acquire(HttpContext, LimitedForm.Grant);
            var exchange = await altogic.Auth.GetAuthGrantAsync(link.AccessToken!);
            if (!exchange.IsSuccess || exchange.Value.Session is not { } session)
            {
                events.LinkRefused(Action, CodeOf(exchange.Error));
                return RedirectToPage(new { status = "400", action = Action });
            }

            var grant = ParkedGrant.Of(exchange.Value.User, session);
            return IsExpected(grant) ? await LogInAsync(grant) : Park(link with { AccessToken = null, Grant = grant });
        }
        catch (TooManyAttemptsException)
        {
            // The link is kept until the visitor may go on.
            cookies.Parked.Write(HttpContext, link);
            throw;
        }
        catch (AltogicUnavailableException outage)
        {
            logger.Unavailable(PageContext.ActionDescriptor.ViewEnginePath, outage);
            // The token may still be good: the button tries it once more.
            cookies.Parked.Write(HttpContext, link);
            Stage = LandingStage.Finish;
            Response.Headers.RetryAfter = OutageFilter.RetryAfter(outage);
            return this.Refuse("Error.Unavailable", status: StatusCodes.Status503ServiceUnavailable);
        }
    }

    // Nobody is moved into an account they did not ask for, nor out of the one they are in.
    private bool IsExpected(ParkedGrant grant) =>
        EmailAddress.Normalize(grant.Email) == Address && (User.UserId() ?? grant.UserId) == grant.UserId;

    private IActionResult Park(ParkedLink link)
    {
        cookies.Parked.Write(HttpContext, link);
        return RedirectToPage();
    }

    private ParkedLink? Restore()
    {
        var link = cookies.Parked.Read(HttpContext);
        Recall(link?.Action ?? Action);
        if (link is null)
        {
            return null;
        }

        Stage = link switch
        {
            { Action: Landing.ResetPassword } => LandingStage.NewPassword,
            { Grant: not null } => LandingStage.SomebodyElse,
            _ => LandingStage.Finish,
        };
        Address = link.Grant?.Email ?? Address;
        return link;
    }

    private async Task<IActionResult> LogInAsync(ParkedGrant grant)
    {
        var asked = cookies.Marker.Read(HttpContext);
        cookies.Parked.Delete(HttpContext);
        cookies.Marker.Delete(HttpContext);
        var session = new SessionToken(grant.SessionToken);
        var address = EmailAddress.Normalize(grant.Email);
        await logins.StartAsync(HttpContext, grant.UserId, address, session, Action, await HttpContext.IsRememberedAsync());
        if (await resets.CatchUpAsync(HttpContext, session, grant.UserId, address) is { } reset)
        {
            this.Tell($"Reset.{reset}");
        }
        else if (await registrations.HandOverAsync(HttpContext, Action, asked, address) is { } handOver)
        {
            this.Tell(handOver);
        }
        else if (await FindNewsAsync(grant, session) is { } news)
        {
            this.Tell(news);
        }

        return LocalRedirect(Sessions.ReturnUrl.OrProfile(asked?.Email == address ? asked.ReturnUrl : null));
    }

    // Stepping up is no new log-in: what waits for the next one goes on waiting.
    private async Task<string?> FindNewsAsync(ParkedGrant grant, SessionToken session) => User.UserId() == grant.UserId
        ? null
        : await notices.TakeAsync(session, grant.UserId, grant.Notice) ?? (Action == Landing.ConfirmEmail ? "Landing.Confirmed" : null);

    // Whoever is in already has pressed before, and comes back by the history or a second press.
    private async Task<IActionResult> NothingParkedAsync() => User.Identity?.IsAuthenticated == true
        ? LocalRedirect(Sessions.ReturnUrl.Profile)
        : await FailAsync("not_parked");

    private Task<IActionResult> FailForAsync(ApiError? error)
    {
        cookies.Parked.Delete(HttpContext);
        return FailAsync(CodeOf(error));
    }

    private static string CodeOf(ApiError? error) => error?.Items.FirstOrDefault()?.Code ?? "no_session";

    private async Task<IActionResult> FailAsync(string code)
    {
        events.LinkRefused(Action, code);
        Stage = LandingStage.Failed;
        Input = new EmailInput { Email = await accounts.FindAddressAsync(HttpContext) };
        return this.ShowAgain(StatusCodes.Status400BadRequest);
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
