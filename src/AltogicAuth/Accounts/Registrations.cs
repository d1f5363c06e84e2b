using Altogic;
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
public sealed class Registrations(
    AltogicClient altogic, Logins logins, MailedLinks links, LinkCookies cookies, AddressTurns turns, FreshRegistrations fresh,
    MailCooldown cooldown, SecurityEvents events)
{
    private static readonly Registration LoggedIn = new(RegistrationOutcome.LoggedIn);
    private static readonly Registration CheckMail = new(RegistrationOutcome.CheckMail);
    private static readonly Registration TakenBefore = new(RegistrationOutcome.CheckMail, WasTaken: true);

    public async Task<Registration> RegisterAsync(
        HttpContext http, string name, string address, string password, string? returnUrl)
    {
        // A form sent twice makes one user and one mail, however close the two are.
        using var turn = await turns.TakeAsync(address);
        var isFirst = cooldown.TryStart(Landing.ConfirmEmail, address);
        var mailed = false;
        try
        {
            var registration = await SignUpAsync(http, name, address, password, isFirst);
            mailed = registration.Outcome == RegistrationOutcome.CheckMail;
            if (mailed)
            {
                var action = registration.WasTaken ? LinkRequest.Reclaim : Landing.ConfirmEmail;
                cookies.Marker.Write(http, new LinkRequest(action, address, ReturnUrl.Local(returnUrl)));
            }

            return registration;
        }
        finally
        {
            if (isFirst && !mailed)
            {
                cooldown.Cancel(Landing.ConfirmEmail, address);
            }
        }
    }

    /// <summary>
    /// Once an address is confirmed that somebody else may have registered first: the password of that time would let
    /// them in from now on, so the owner is sent a link for a new one. False where there was nobody before.
    /// </summary>
    public async Task<bool> HandOverAsync(HttpContext http, string action, LinkRequest? asked, string address)
    {
        if (action != Landing.ConfirmEmail || asked?.Action != LinkRequest.Reclaim || asked.Email != address)
        {
            return false;
        }

        try
        {
            await links.SendResetAsync(http, address, asked.ReturnUrl);
        }
        catch (AltogicUnavailableException)
        {
            // The message names the other way to a new password, too.
        }

        return true;
    }

    private async Task<Registration> SignUpAsync(
        HttpContext http, string name, string address, string password, bool isFirst)
    {
        var signUp = await altogic.Auth.SignUpWithEmailAsync(address, password, name);
        if (signUp.IsSuccess)
        {
            events.Registered(signUp.Value.User.Id);
            return await EntersAsync(http, address, signUp) ? LoggedIn : CheckMail;
        }

        var refused = new Registration(RegistrationOutcome.Refused, signUp.Error);
        if (!signUp.Error.Has(ErrorCodes.EmailNotUnique))
        {
            return refused;
        }

        if (fresh.Take(address))
        {
            // The second of two presses: the first one made the user.
            return await EntersAsync(http, address, await altogic.Auth.SignInWithEmailAsync(address, password)) ? LoggedIn : refused;
        }

        // The cool-down is on: its mail is on the way. Else the owner is told by one.
        if (!isFirst)
        {
            return CheckMail;
        }

        return (await links.MailWayInAsync(address)).IsSuccess ? TakenBefore : refused;
    }

    private async Task<bool> EntersAsync(HttpContext http, string address, AltogicResult<AuthGrant> grant)
    {
        if (!grant.IsSuccess || grant.Value.Session is not { } session)
        {
            return false;
        }

        fresh.Note(address);
        await logins.StartAsync(http, grant.Value.User.Id, address, session.Token, "registration");
        return true;
    }
}
