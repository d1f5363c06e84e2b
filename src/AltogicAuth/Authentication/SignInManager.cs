using AltogicAuth.RateLimiting;

namespace AltogicAuth.Authentication;

public sealed partial class SignInManager(
    AltogicClient altogic, DeviceCookies devices, SecurityEvents events, TimeProvider time, ILogger<SignInManager> logger)
{
    /// <summary>With a session that the backend has granted. An account may have an address and a number.</summary>
    public async Task SignInAsync(
        HttpContext http, string userId, IEnumerable<string> identifiers, SessionToken token, string method, bool remember, bool provesIdentifier)
    {
        var former = http.FindSession()?.Token;
        var now = time.GetUtcNow();
        var expiresAt = now + (remember ? SessionTicket.Remembered : SessionTicket.BrowserSession);
        await http.SignInAsync(new SessionTicket(userId, token, AuthTime: now, expiresAt, remember, provesIdentifier));
        events.SignedIn(userId, method);
        devices.Issue(http, identifiers, renewOnly: !remember);

        if (former is not null && former != token)
        {
            await TryEndSessionAsync(former);
        }
    }

    /// <summary>At the backend only.</summary>
    public Task<AltogicResult<AuthGrant>> CheckPasswordAsync(HttpContext http, AccountIdentifier identifier, string password) =>
        CheckAsync(http, altogic.Auth.SignInAsync(identifier, password, http.RequestAborted));

    public Task<AltogicResult<AuthGrant>> CheckPasswordAsync(HttpContext http, AltogicUser account, string password) =>
        CheckAsync(http, altogic.Auth.SignInAsync(account, password, http.RequestAborted));

    /// <summary>Ends a new session whose visitor has left: no cookie would reach them.</summary>
    public async Task EndIfAbortedAsync(HttpContext http, SessionToken token)
    {
        if (http.RequestAborted.IsCancellationRequested)
        {
            await TryEndSessionAsync(token);
            http.RequestAborted.ThrowIfCancellationRequested();
        }
    }

    /// <summary>The former session ends when the response starts: concurrent requests of this browser work until then.</summary>
    public void ReplaceSession(HttpContext http, SessionToken token)
    {
        var former = http.RequireSession();
        var replacement = former with { Token = token, AuthTime = time.GetUtcNow(), HasCookie = false };
        http.SetSession(replacement);
        http.Response.OnStarting(async () =>
        {
            // Not after a sign-out, or when the new session has ended by now: the password was changed in another tab.
            if (http.FindSession() == replacement &&
                await FailureOfAsync(altogic.Auth.SignOutAsync(token, former.Token)) is not AltogicSessionException)
            {
                await http.SignInAsync(replacement with { HasCookie = true });
            }
        });
    }

    /// <summary>Signs out here in any case. False when the backend may still list the session.</summary>
    public async Task<bool> SignOutAsync(HttpContext http)
    {
        var session = http.FindSession();
        await http.SignOutHereAsync();
        if (session is null)
        {
            return true;
        }

        events.SignedOut(session.UserId);
        return await TryEndSessionAsync(session.Token);
    }

    public async Task<bool> TryEndSessionAsync(SessionToken token) =>
        await FailureOfAsync(altogic.Auth.SignOutAsync(token)) is null or AltogicSessionException;

    private async Task<AltogicResult<AuthGrant>> CheckAsync(HttpContext http, Task<AltogicResult<AuthGrant>> signIn)
    {
        var login = await signIn;
        if (login is { IsSuccess: true, Value.Session: { } session })
        {
            await EndIfAbortedAsync(http, session.Token);
        }

        return login;
    }

    private async Task<AltogicException?> FailureOfAsync(Task<AltogicResult> signOut)
    {
        try
        {
            (await signOut).EnsureSuccess(except: [ErrorCodes.InvalidSessionToken]);
            return null;
        }
        catch (AltogicSessionException ended)
        {
            return ended;
        }
        catch (AltogicException failure)
        {
            SessionRemains(failure);
            return failure;
        }
    }

    [LoggerMessage(2001, LogLevel.Warning, "A session could not be ended at the backend")]
    private partial void SessionRemains(Exception failure);
}
