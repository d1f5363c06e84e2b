using AltogicAuth.Web;

namespace AltogicAuth.Authentication;

/// <summary>Asks again who the visitor is before what cannot be undone, when the last proof is a while ago.</summary>
public sealed class StepUp(SignInManager signInManager, SecurityEvents events, TimeProvider time)
{
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    public async Task<bool> IsNeededAsync(HttpContext http) =>
        // A proof of the future is from before the clock was set back.
        (time.GetUtcNow() - await http.AuthTimeAsync()).Duration() > Window;

    /// <summary>
    /// Checks the password by a log-in, whose session takes the place of the one before: a copy of that one is worth nothing
    /// any more, and the list is as long as it was.
    /// </summary>
    public async Task<bool> ReauthenticateAsync(HttpContext http, AltogicUser account, string password)
    {
        var login = await signInManager.PasswordSignInAsync(http, account.Email ?? "", password);
        if (!login.IsSuccess || login.Value.User.Id != account.Id)
        {
            events.ReauthenticationRejected(account.Id);
            return false;
        }

        if (login.Value.Session is { Token: var renewed })
        {
            var former = await http.SessionTokenAsync();
            await http.ReplaceSessionAsync(renewed, () => signInManager.ReplaceSessionAsync(renewed, former));
        }
        else
        {
            await http.RefreshTicketAsync();
        }

        return true;
    }
}
