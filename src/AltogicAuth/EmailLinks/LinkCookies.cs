using AltogicAuth.Messages;

namespace AltogicAuth.EmailLinks;

/// <summary>What this browser requested a link for. A registration key is there also where the address was taken.</summary>
public sealed record LinkRequest(
    LinkPurpose Purpose, string Email, string? ReturnUrl, string? RegistrationKey = null, SignUpEffect SignUp = SignUpEffect.None)
{
    public override string ToString() => $"LinkRequest({Purpose})";
}

/// <summary>A mailed link that waits for the visitor. After the exchange it has the granted session in place of the access token.</summary>
public sealed record PendingLink(LinkPurpose Purpose, string? AccessToken, GrantedSession? SignIn = null)
{
    /// <summary>A step-up ended with another user, whose session has ended again.</summary>
    public bool IsOtherUser { get; init; }

    public override string ToString() => $"PendingLink({Purpose})";
}

/// <summary>A reset that could not sign in. Where another browser requested the link, only the new password identifies the account.</summary>
public sealed record PendingReset(string? Identifier, string PasswordHash)
{
    public override string ToString() => "PendingReset(hidden)";
}

public sealed class LinkCookies(AppCookieManager cookies)
{
    // Lax: the mailed link arrives from another site.
    public ProtectedCookie<LinkRequest> Correlation { get; } = cookies.Protect<LinkRequest>("correlation", TimeSpan.FromHours(1), SameSiteMode.Lax);

    public ProtectedCookie<PendingLink> Pending { get; } = cookies.Protect<PendingLink>("pending", TimeSpan.FromMinutes(10), SameSiteMode.Lax);

    public ProtectedCookie<PendingReset> Reset { get; } = cookies.Protect<PendingReset>("reset", TimeSpan.FromMinutes(10), SameSiteMode.Lax);

    public LinkRequest? FindRequest(HttpContext http, LinkPurpose purpose) =>
        Correlation.Read(http) is { } request && purpose.Satisfies(request.Purpose) ? request : null;
}
