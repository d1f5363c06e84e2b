using AltogicAuth.Authentication;
using AltogicAuth.EmailLinks;
using AltogicAuth.Web;

namespace AltogicAuth.Accounts;

public enum RegistrationOutcome
{
    LoggedIn,
    CheckMail,
    Refused,
}

/// <param name="Outcome">What came of it.</param>
/// <param name="Refusal">Why not.</param>
/// <param name="WasTaken">Somebody else may have registered the address before.</param>
/// <param name="Next">Where a visitor who is logged in goes.</param>
public sealed record Registration(RegistrationOutcome Outcome, ApiError? Refusal = null, bool WasTaken = false, string? Next = null);

/// <summary>
/// Registers, and keeps to itself whether an address was taken: its owner gets a magic link and everybody sees the
/// same page. Without mails nobody could be told in private, so there the refusal is plain.
/// </summary>
public sealed partial class Registrations(
    AltogicClient altogic, SignInManager signInManager, SignInCompletion completion, MailedLinks links, LinkCookies cookies, KeyedLock turns, FreshRegistrations fresh,
    MailCooldown cooldown, ResponsePadding timing, SecurityEvents events, ILogger<Registrations> logger)
{
    // Any other code, a new one of the platform too, may say that the address is taken.
    private static readonly HashSet<string> AboutNoAccount =
    [
        ErrorCodes.ValidationError, ErrorCodes.NotAllowed, ErrorCodes.MissingClientKey, ErrorCodes.InvalidClientKey, ErrorCodes.ContentTypeError,
        ErrorCodes.UnsupportedMediaType, ErrorCodes.InvalidRequestBodySyntax, ErrorCodes.InvalidRedirectUrl, ErrorCodes.ResourceNotFound,
    ];

    private static readonly Registration CheckMail = new(RegistrationOutcome.CheckMail);
    private static readonly Registration TakenBefore = new(RegistrationOutcome.CheckMail, WasTaken: true);

    public async Task<Registration> RegisterAsync(
        HttpContext http, string name, EmailAddress address, string password, string? returnUrl)
    {
        // A form sent twice makes one user and one mail, however close the two are.
        using var turn = await turns.TakeAsync(address.Value);
        var started = timing.Start();
        var isFirst = cooldown.TryStart(EmailLinkCallback.ConfirmEmail, address.Value);
        var mailed = false;
        try
        {
            var registration = await SignUpAsync(http, name, address, password, returnUrl, isFirst);
            mailed = registration.Outcome == RegistrationOutcome.CheckMail;
            if (mailed)
            {
                var action = registration.WasTaken ? LinkRequest.Reclaim : EmailLinkCallback.ConfirmEmail;
                cookies.Correlation.Write(http, new LinkRequest(action, address.Value, ReturnUrl.Local(returnUrl)));
                await timing.PadAsync(started);
            }

            return registration;
        }
        finally
        {
            if (isFirst && !mailed)
            {
                cooldown.Cancel(EmailLinkCallback.ConfirmEmail, address.Value);
            }
        }
    }

    private async Task<Registration> SignUpAsync(
        HttpContext http, string name, EmailAddress address, string password, string? returnUrl, bool isFirst)
    {
        var signUp = await altogic.Auth.SignUpWithEmailAsync(address.Value, password, name);
        if (signUp.IsSuccess)
        {
            events.Registered(signUp.Value.User.Id);
            fresh.Note(address.Value, password);
            return await TrySignInAsync(http, address, signUp, returnUrl) ?? CheckMail;
        }

        // A free address gets these entries too, so they are shown alone.
        ErrorEntry[] aboutTheForm = [.. signUp.Error.Items.Where(entry => AboutNoAccount.Contains(entry.Code))];
        if (aboutTheForm.Length > 0)
        {
            return new Registration(RegistrationOutcome.Refused, new ApiError(signUp.Error.Status, aboutTheForm));
        }

        if (!signUp.Error.Has(ErrorCodes.EmailNotUnique))
        {
            RejectedForAnotherReason(string.Join(", ", signUp.Error.Items.Select(entry => entry.Code)));
        }

        // The second of two presses: the first one made the user.
        var isOwn = fresh.IsAgain(address.Value, password);
        if (isOwn && isFirst &&
            await TrySignInAsync(http, address, await signInManager.PasswordSignInAsync(http, address.Value, password), returnUrl) is { } signedIn)
        {
            return signedIn;
        }

        // The cool-down is on: its mail is on the way. Else the owner is told by one, where mails are sent at all.
        var mail = isFirst ? await links.MailWayInAsync(address) : null;
        if (mail?.Error?.Has(ErrorCodes.EmailVerificationDisabled) == true)
        {
            return new Registration(RegistrationOutcome.Refused, signUp.Error);
        }

        return isOwn ? CheckMail : TakenBefore;
    }

    private async Task<Registration?> TrySignInAsync(HttpContext http, EmailAddress address, AltogicResult<AuthGrant> grant, string? returnUrl)
    {
        if (!grant.IsSuccess || grant.Value.Session is not { } session)
        {
            return null;
        }

        var signIn = new SignInDetails(SignInDetails.PendingOf(grant.Value.User, session), address, SignInDetails.Registration, returnUrl);
        return new Registration(RegistrationOutcome.LoggedIn, Next: await completion.CompleteAsync(http, signIn));
    }

    [LoggerMessage(2006, LogLevel.Warning, "A registration was rejected for a reason that the visitor is not told: {Codes}")]
    private partial void RejectedForAnotherReason(string codes);
}
