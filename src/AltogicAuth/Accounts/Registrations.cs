using Altogic;
using AltogicAuth.Forms;
using AltogicAuth.Links;
using AltogicAuth.Sessions;

namespace AltogicAuth.Accounts;

public enum RegistrationOutcome
{
    LoggedIn,
    CheckMail,
    Refused,
}

public sealed record Registration(RegistrationOutcome Outcome, ApiError? Refusal = null, bool WasTaken = false);

/// <summary>
/// Registers, and keeps to itself whether an address was taken: its owner gets a magic link and everybody sees the
/// same page. Without mails nobody could be told in private, so there the refusal is plain.
/// </summary>
public sealed partial class Registrations(
    AltogicClient altogic, Logins logins, MailedLinks links, LinkCookies cookies, AddressTurns turns, FreshRegistrations fresh,
    MailCooldown cooldown, EvenTiming timing, SecurityEvents events, ILogger<Registrations> logger)
{
    // Any other code, a new one of the platform too, may say that the address is taken.
    private static readonly HashSet<string> AboutNoAccount =
    [
        ErrorCodes.ValidationError, ErrorCodes.NotAllowed, ErrorCodes.MissingClientKey, ErrorCodes.InvalidClientKey, ErrorCodes.ContentTypeError,
        ErrorCodes.UnsupportedMediaType, ErrorCodes.InvalidRequestBodySyntax, ErrorCodes.InvalidRedirectUrl, ErrorCodes.ResourceNotFound,
    ];

    private static readonly Registration LoggedIn = new(RegistrationOutcome.LoggedIn);
    private static readonly Registration CheckMail = new(RegistrationOutcome.CheckMail);
    private static readonly Registration TakenBefore = new(RegistrationOutcome.CheckMail, WasTaken: true);

    public async Task<Registration> RegisterAsync(
        HttpContext http, string name, EmailAddress address, string password, string? returnUrl)
    {
        // A form sent twice makes one user and one mail, however close the two are.
        using var turn = await turns.TakeAsync(address.Value);
        var started = timing.Start();
        var isFirst = cooldown.TryStart(Landing.ConfirmEmail, address.Value);
        var mailed = false;
        try
        {
            var registration = await SignUpAsync(http, name, address, password, isFirst);
            mailed = registration.Outcome == RegistrationOutcome.CheckMail;
            if (mailed)
            {
                var action = registration.WasTaken ? LinkRequest.Reclaim : Landing.ConfirmEmail;
                cookies.Marker.Write(http, new LinkRequest(action, address.Value, ReturnUrl.Local(returnUrl)));
                await timing.HoldAsync(started);
            }

            return registration;
        }
        finally
        {
            if (isFirst && !mailed)
            {
                cooldown.Cancel(Landing.ConfirmEmail, address.Value);
            }
        }
    }

    /// <summary>
    /// Once an address is confirmed: whoever did not register it in this browser may have been preceded by a stranger,
    /// whose password would let them in from now on. The key of a text that says so, null where there is nothing to say.
    /// Who asked for a mail here is sent a link for a password of their own.
    /// </summary>
    public async Task<string?> HandOverAsync(HttpContext http, string action, LinkRequest? asked, EmailAddress? address)
    {
        if (action != Landing.ConfirmEmail || address is null || asked == new LinkRequest(Landing.ConfirmEmail, address.Value, asked?.ReturnUrl))
        {
            return null;
        }

        if (asked?.Email != address.Value)
        {
            return "Landing.ConfirmedElsewhere";
        }

        try
        {
            await links.SendResetAtOnceAsync(http, address, asked.ReturnUrl);
        }
        catch (AltogicUnavailableException)
        {
            // The message names the other way to a new password, too.
        }

        return "Landing.RegisteredBefore";
    }

    private async Task<Registration> SignUpAsync(
        HttpContext http, string name, EmailAddress address, string password, bool isFirst)
    {
        var signUp = await altogic.Auth.SignUpWithEmailAsync(address.Value, password, name);
        if (signUp.IsSuccess)
        {
            events.Registered(signUp.Value.User.Id);
            fresh.Note(address.Value, password);
            return await EntersAsync(http, address, signUp) ? LoggedIn : CheckMail;
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
        if (isOwn && isFirst && await EntersAsync(http, address, await altogic.Auth.SignInWithEmailAsync(address.Value, password)))
        {
            return LoggedIn;
        }

        // The cool-down is on: its mail is on the way. Else the owner is told by one, where mails are sent at all.
        var mail = isFirst ? await links.MailWayInAsync(address) : null;
        if (mail?.Error?.Has(ErrorCodes.EmailVerificationDisabled) == true)
        {
            return new Registration(RegistrationOutcome.Refused, signUp.Error);
        }

        return isOwn ? CheckMail : TakenBefore;
    }

    private async Task<bool> EntersAsync(HttpContext http, EmailAddress address, AltogicResult<AuthGrant> grant)
    {
        if (!grant.IsSuccess || grant.Value.Session is not { } session)
        {
            return false;
        }

        await logins.StartAsync(http, grant.Value.User.Id, address, session.Token, "registration");
        return true;
    }

    [LoggerMessage(2006, LogLevel.Warning, "A registration was rejected for a reason that the visitor is not told: {Codes}")]
    private partial void RejectedForAnotherReason(string codes);
}
