using AltogicAuth.Web;
using Microsoft.AspNetCore.DataProtection;

namespace AltogicAuth.EmailLinks;

/// <summary>What this browser asked a mail for: to do what, for which address, and where the visitor was going.</summary>
public sealed record LinkRequest(string Action, string Email, string? ReturnUrl)
{
    /// <summary>A magic link for somebody who is logged in already.</summary>
    public const string StepUp = "step-up";

    /// <summary>
    /// A confirmation of an address that somebody else may have registered. As long as <see cref="EmailLinkCallback.ConfirmEmail"/>:
    /// the cookie's length tells nobody that the address was taken.
    /// </summary>
    public const string Reclaim = "email-reclaim";

    /// <summary>
    /// Whether a link that does this is what was asked for. A confirmation and a magic link may come in place of each
    /// other: both log in, and which one an address can get is told by mail only.
    /// </summary>
    public bool IsFor(string action) => action is EmailLinkCallback.ConfirmEmail or EmailLinkCallback.MagicLink
        ? Action is EmailLinkCallback.ConfirmEmail or EmailLinkCallback.MagicLink or StepUp or Reclaim
        : Action == action;

    public override string ToString() => $"LinkRequest({Action})";
}

/// <summary>
/// A mailed link whose visitor has not pressed the button yet. It holds the access token; once that token was
/// exchanged and turned out to be somebody else's, it holds the granted session instead.
/// </summary>
public sealed record PendingLink(string Action, string? AccessToken, PendingSignIn? SignIn = null)
{
    public override string ToString() => $"PendingLink({Action})";
}

/// <summary>A session that the backend granted, and what is known of its user.</summary>
public sealed record PendingSignIn(string UserId, string? Email, string SessionToken, string? Notice, bool PasswordUnconfirmed)
{
    public override string ToString() => "PendingSignIn(hidden)";
}

/// <summary>
/// A reset in this browser whose log-in did not work. Whose it was is known by the address, where this browser asked for the
/// link, and else by the new password alone.
/// </summary>
public sealed record PendingReset(string? Email, string PasswordHash)
{
    public override string ToString() => "PendingReset(hidden)";
}

/// <summary>
/// The three cookies around mailed links: the marker says that this browser asked for one, the pending link keeps
/// its token out of the address bar until the visitor finishes by POST, and the reset says that a new password was set
/// here and what follows is still to do.
/// </summary>
public sealed class LinkCookies(IDataProtectionProvider protection, AppCookieManager cookies, TimeProvider time)
{
    // Lax: the mailed link arrives from another site.
    public ProtectedCookie<LinkRequest> Correlation { get; } =
        new("correlation", TimeSpan.FromHours(1), SameSiteMode.Lax, protection, cookies, time);

    public ProtectedCookie<PendingLink> Pending { get; } =
        new("pending", TimeSpan.FromMinutes(10), SameSiteMode.Lax, protection, cookies, time);

    public ProtectedCookie<PendingReset> Reset { get; } =
        new("reset", TimeSpan.FromMinutes(10), SameSiteMode.Lax, protection, cookies, time);
}
