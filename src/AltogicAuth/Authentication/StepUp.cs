namespace AltogicAuth.Authentication;

public sealed class StepUp(SignInManager signInManager, SecurityEvents events, TimeProvider time)
{
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    public bool IsNeeded(HttpContext http) =>
        // Duration: an auth_time in the future is from before the clock was set back.
        (time.GetUtcNow() - http.RequireSession().AuthTime).Duration() > Window;

    /// <summary>Checks the password by a sign-in. Its session replaces the current one, so a copy of the cookie becomes worthless.</summary>
    public async Task<bool> ReauthenticateAsync(HttpContext http, AltogicUser account, string password)
    {
        var login = await signInManager.CheckPasswordAsync(http, account, password);
        if (!login.IsSuccess || login.Value.User.Id != account.Id)
        {
            events.ReauthenticationRejected(account.Id);
            return false;
        }

        if (login.Value.Session is { Token: var token })
        {
            signInManager.ReplaceSession(http, token);
        }
        else
        {
            await http.RefreshTicketAsync();
        }

        return true;
    }
}
