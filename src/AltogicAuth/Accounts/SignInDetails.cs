using AltogicAuth.EmailLinks;
using AltogicAuth.PhoneCodes;
using AltogicAuth.Providers;

namespace AltogicAuth.Accounts;

public sealed record SignInDetails(GrantedSession Granted, string Method, string? ReturnUrl)
{
    public const string Password = "password";
    public const string Registration = "registration";
    public const string Reset = "reset";

    public bool Remember { get; init; } = true;

    /// <summary>It identifies a pending reset in this browser.</summary>
    public string? TypedPassword { get; init; }

    public LinkPurpose? Link { get; init; }

    /// <summary>Null unless a code of a text message verified the number.</summary>
    public CodePurpose? Code { get; init; }

    public string? SignedInText { get; init; }

    public PasswordStatus PasswordStatus { get; init; }

    /// <summary>A backend has accepted a new password that contains the user's own name.</summary>
    public bool NeedsAnotherPassword { get; init; }

    /// <summary>Null where the backend granted no session.</summary>
    public static GrantedSession? FindGranted(AltogicResult<AuthGrant> result) =>
        result is { IsSuccess: true, Value: { Session: { } session, User: var user } }
            ? new(user.Id, user.Email, session.Token.Value, SecurityNotices.Of(user), UnconfirmedPasswords.IsOpenFor(user), Registrations.KeyOf(user))
            {
                Phone = user.Phone,
                Provider = Provider.Of(user)?.Name,
                Name = Provider.Of(user) is null ? null : PersonNameAttribute.Clean(user.Name),
            }
            : null;

    public static string RejectionOf(AltogicResult<AuthGrant> result) => result.Error?.Items[0].Code ?? "no_session";

    public override string ToString() => $"SignInDetails({Method})";
}
