using AltogicAuth.EmailLinks;

namespace AltogicAuth.Accounts;

/// <summary>A session that the backend granted, and how and where the visitor signs in.</summary>
public sealed record SignInDetails(PendingSignIn Granted, string Method, string? ReturnUrl)
{
    public const string Password = "password";
    public const string Registration = "registration";
    public const string Reset = "reset";

    public bool Remember { get; init; } = true;

    /// <summary>The password that was typed. It identifies a pending reset in this browser.</summary>
    public string? TypedPassword { get; init; }

    /// <summary>The link that signs in.</summary>
    public LinkPurpose? Link { get; init; }

    public PasswordProof PasswordProof { get; init; }

    /// <summary>The new password contains the user's own name, and a backend without such a rule has accepted it.</summary>
    public bool NeedsAnotherPassword { get; init; }

    /// <summary>A granted session with what is known of its user.</summary>
    public static PendingSignIn PendingOf(AltogicUser user, AltogicSession session) => new(
        user.Id, user.Email, session.Token.Value, SecurityNotices.Of(user), UnconfirmedPasswords.IsOpenFor(user), Registrations.KeyOf(user));

    public override string ToString() => $"SignInDetails({Method})";
}
