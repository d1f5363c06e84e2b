using AltogicAuth.EmailLinks;

namespace AltogicAuth.Accounts;

/// <summary>A session that the backend granted, and how and where the visitor signs in.</summary>
public sealed record SignInDetails(GrantedSession Granted, string Method, string? ReturnUrl)
{
    public const string Password = "password";
    public const string Registration = "registration";
    public const string Reset = "reset";

    public bool Remember { get; init; } = true;

    /// <summary>It identifies a pending reset in this browser.</summary>
    public string? TypedPassword { get; init; }

    public LinkPurpose? Link { get; init; }

    /// <summary>False where somebody else may have registered the address first; null where the sign-in says nothing about it.</summary>
    public bool? ProvesPassword { get; init; }

    /// <summary>A backend has accepted a new password that contains the user's own name.</summary>
    public bool NeedsAnotherPassword { get; init; }

    public static GrantedSession GrantedOf(AltogicUser user, AltogicSession session) => new(
        user.Id, user.Email, session.Token.Value, SecurityNotices.Of(user), UnconfirmedPasswords.IsOpenFor(user), Registrations.KeyOf(user));

    public override string ToString() => $"SignInDetails({Method})";
}
