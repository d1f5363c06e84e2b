namespace AltogicAuth.Web;

/// <summary>Events for operators. They name users by id, never by address.</summary>
public sealed partial class SecurityEvents(ILogger<SecurityEvents> logger)
{
    [LoggerMessage(1001, LogLevel.Information, "Signed in: user {UserId} by {Method}")]
    public partial void SignedIn(string userId, string method);

    [LoggerMessage(1002, LogLevel.Warning, "Sign-in rejected: {Code}")]
    public partial void SignInRejected(string code);

    [LoggerMessage(1003, LogLevel.Warning, "Mailed link rejected: {Action}, {Code}")]
    public partial void LinkRejected(string action, string code);

    [LoggerMessage(1004, LogLevel.Information, "Signed out: user {UserId}")]
    public partial void SignedOut(string userId);

    [LoggerMessage(1005, LogLevel.Information, "Session ended: user {UserId}, {Which}")]
    public partial void SessionEnded(string userId, string which);

    [LoggerMessage(1006, LogLevel.Information, "A session was found ended at the backend")]
    public partial void EndedSessionFound();

    [LoggerMessage(1007, LogLevel.Information, "Password changed: user {UserId} by {Method}")]
    public partial void PasswordChanged(string userId, string method);

    [LoggerMessage(1008, LogLevel.Information, "Change of email address requested: user {UserId}")]
    public partial void EmailChangeRequested(string userId);

    [LoggerMessage(1009, LogLevel.Information, "A link callback reported a changed email address. Anyone can open this address")]
    public partial void EmailChangeReported();

    [LoggerMessage(1010, LogLevel.Warning, "Antiforgery token rejected on {Page}")]
    public partial void AntiforgeryRejected(string page);

    [LoggerMessage(1011, LogLevel.Warning, "Rate limit exceeded: {Policy} per {Partition}")]
    public partial void RateLimitExceeded(string policy, string partition);

    [LoggerMessage(1012, LogLevel.Warning, "Reauthentication rejected: user {UserId}")]
    public partial void ReauthenticationRejected(string userId);

    [LoggerMessage(1013, LogLevel.Information, "Account deleted: user {UserId}")]
    public partial void AccountDeleted(string userId);

    [LoggerMessage(1014, LogLevel.Information, "Data exported: user {UserId}")]
    public partial void DataExported(string userId);

    [LoggerMessage(1015, LogLevel.Information, "Registered: user {UserId}")]
    public partial void Registered(string userId);

    [LoggerMessage(1016, LogLevel.Warning, "Other sessions remain after a password change: user {UserId}. {Problem}")]
    public partial void OtherSessionsRemain(string userId, string problem);

    [LoggerMessage(1017, LogLevel.Warning, "Address or number verified in another browser than the one that registered it. Another person may have chosen the password: user {UserId}")]
    public partial void PasswordUnconfirmed(string userId);

    [LoggerMessage(1018, LogLevel.Information, "Password confirmed by the owner of the address or number: user {UserId}")]
    public partial void PasswordConfirmed(string userId);

    [LoggerMessage(1019, LogLevel.Warning, "Code of a text message rejected: {Purpose}, {Code}")]
    public partial void CodeRejected(string purpose, string code);

    [LoggerMessage(1020, LogLevel.Information, "Change of phone number requested: user {UserId}")]
    public partial void PhoneChangeRequested(string userId);

    [LoggerMessage(1021, LogLevel.Information, "Phone number confirmed: user {UserId}")]
    public partial void PhoneConfirmed(string userId);
}
