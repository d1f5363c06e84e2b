using AltogicAuth.EmailLinks;
using AltogicAuth.Web;

namespace AltogicAuth.Accounts;

/// <summary>A session that the backend granted, and how and where the visitor signs in.</summary>
public sealed record SignInDetails(PendingSignIn Granted, EmailAddress? Address, string Method, string? ReturnUrl)
{
    public const string Password = "password";
    public const string Registration = "registration";
    public const string Reset = "reset";

    public bool Remember { get; init; } = true;

    /// <summary>The password that was typed, by which a reset in this browser is found again.</summary>
    public string? TypedPassword { get; init; }

    /// <summary>What was last asked for in this browser.</summary>
    public LinkRequest? Request { get; init; }

    /// <summary>The new password is made of the user's own name: a backend without such a rule has taken it.</summary>
    public bool NeedsAnotherPassword { get; init; }

    /// <summary>
    /// A link from the mailbox signs in. A reset does not: its link may be of another account than the one whose password was typed.
    /// </summary>
    public bool ProvesAddress => Method is EmailLinkCallback.ConfirmEmail or EmailLinkCallback.MagicLink;

    /// <summary>Who opens the mailbox registered in this browser, and chose the password.</summary>
    public bool ProvesPassword => Method == EmailLinkCallback.ConfirmEmail && IsAskedFor(EmailLinkCallback.ConfirmEmail);

    /// <summary>The password may be that of somebody else, who registered the address first.</summary>
    public bool BringsQuestion => !ProvesPassword && Method switch
    {
        EmailLinkCallback.ConfirmEmail => true,
        EmailLinkCallback.MagicLink => IsAskedFor(LinkRequest.Reclaim),
        _ => false,
    };

    /// <summary>A granted session with what is known of its user.</summary>
    public static PendingSignIn PendingOf(AltogicUser user, AltogicSession session) =>
        new(user.Id, user.Email, session.Token.Value, SecurityNotices.Of(user), UnconfirmedPasswords.IsOpenFor(user));

    public override string ToString() => $"SignInDetails({Method})";

    private bool IsAskedFor(string action) => Request?.Action == action && Request.Email == Address?.Value;
}
