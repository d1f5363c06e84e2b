namespace AltogicAuth.Backend.Accounts;

/// <summary>The kinds of security events.</summary>
internal static class AuditKind
{
    public const string SignUp = "sign-up";
    public const string SignIn = "sign-in";
    public const string SignInFailed = "sign-in-failed";
    public const string SignInByLink = "sign-in-by-link";
    public const string SignInByCode = "sign-in-by-code";
    public const string SignInByProvider = "sign-in-by-provider";
    public const string PasswordCheckFailed = "password-check-failed";
    public const string PasswordChanged = "password-changed";
    public const string PasswordReset = "password-reset";
    public const string EmailChangeRequested = "email-change-requested";
    public const string EmailChanged = "email-changed";
    public const string PhoneChangeRequested = "phone-change-requested";
    public const string PhoneChanged = "phone-changed";
    public const string SessionEnded = "session-ended";
    public const string OtherSessionsEnded = "other-sessions-ended";
    public const string AllSessionsEnded = "all-sessions-ended";
}
