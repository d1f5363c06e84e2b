using AltogicAuth.RateLimiting;
using AltogicAuth.Web;

namespace AltogicAuth.Authentication;

/// <summary>The one way into a session, whichever page granted it; and the way out.</summary>
public sealed partial class SignInManager(
    AltogicClient altogic, DeviceCookies devices, SecurityEvents events, ILogger<SignInManager> logger)
{
    /// <summary>The address is null where the account has none.</summary>
    public async Task SignInAsync(
        HttpContext http, string userId, EmailAddress? address, SessionToken token, string method, bool remember, bool provesAddress)
    {
        var former = await http.FindSessionTokenAsync();
        await http.SignInAsync(userId, token, remember, provesAddress);
        events.LoggedIn(userId, method);
        if (address is not null)
        {
            Recognize(http, address.Value, remember);
        }

        if (former is not null && former != token)
        {
            await TryEndSessionAsync(former);
        }
    }

    /// <summary>Signs in at the backend with a password. A visitor who has left by then gets no session: no cookie reaches them.</summary>
    /// <exception cref="OperationCanceledException">The visitor has left.</exception>
    public async Task<AltogicResult<AuthGrant>> PasswordSignInAsync(HttpContext http, string address, string password)
    {
        var login = await altogic.Auth.SignInWithEmailAsync(address, password, http.RequestAborted);
        if (login is { IsSuccess: true, Value.Session: { } session })
        {
            await EndIfAbortedAsync(http, session.Token);
        }

        return login;
    }

    /// <summary>Ends a new session whose visitor has left.</summary>
    /// <exception cref="OperationCanceledException">The visitor has left.</exception>
    public async Task EndIfAbortedAsync(HttpContext http, SessionToken token)
    {
        if (http.RequestAborted.IsCancellationRequested)
        {
            await TryEndSessionAsync(token);
            http.RequestAborted.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Signs out here in any case. False when the backend may still list the session.</summary>
    public async Task<bool> SignOutAsync(HttpContext http)
    {
        var token = await http.FindSessionTokenAsync();
        await http.SignOutHereAsync();
        if (token is null)
        {
            return true;
        }

        events.LoggedOut(http.User.UserId() ?? "");
        return await TryEndSessionAsync(token);
    }

    /// <summary>Ends the session that another one replaces. False when that one has ended by now, too.</summary>
    public async Task<bool> ReplaceSessionAsync(SessionToken renewed, SessionToken former)
    {
        try
        {
            // The new session asks: so it shows whether a password changed in another tab has just ended it.
            (await altogic.Auth.SignOutAsync(renewed, former)).EnsureSuccess(except: [ErrorCodes.InvalidSessionToken]);
            return true;
        }
        catch (AltogicSessionException)
        {
            return false;
        }
        catch (AltogicUnavailableException outage)
        {
            SessionLeft(outage);
            return true;
        }
    }

    /// <summary>Ends a session that is of no more use. It may be gone already, or the backend away.</summary>
    public async Task<bool> TryEndSessionAsync(SessionToken token)
    {
        try
        {
            (await altogic.Auth.SignOutAsync(token)).EnsureSuccess();
            return true;
        }
        catch (AltogicSessionException)
        {
            return true;
        }
        catch (AltogicUnavailableException outage)
        {
            SessionLeft(outage);
            return false;
        }
    }

    private void Recognize(HttpContext http, string account, bool remember)
    {
        if (remember)
        {
            devices.Issue(http, account);
        }
        else
        {
            devices.Renew(http, account);
        }
    }

    [LoggerMessage(2001, LogLevel.Warning, "A session could not be ended at the backend")]
    private partial void SessionLeft(Exception outage);
}
