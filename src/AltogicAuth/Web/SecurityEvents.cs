namespace AltogicAuth.Web;

/// <summary>
/// What an operator watches for. Each event has an id of its own; the trace id comes with the log record. Users are
/// named by id, never by address.
/// </summary>
public sealed partial class SecurityEvents(ILogger<SecurityEvents> logger)
{
    [LoggerMessage(1001, LogLevel.Information, "Logged in: user {UserId} by {Method}")]
    public partial void LoggedIn(string userId, string method);

    [LoggerMessage(1002, LogLevel.Warning, "Log-in refused: {Code}")]
    public partial void LoginRefused(string code);

    [LoggerMessage(1003, LogLevel.Warning, "Mailed link refused: {Action}, {Code}")]
    public partial void LinkRefused(string action, string code);

    [LoggerMessage(1004, LogLevel.Information, "Logged out: user {UserId}")]
    public partial void LoggedOut(string userId);

    [LoggerMessage(1005, LogLevel.Information, "Session ended: user {UserId}, {Which}")]
    public partial void SessionEnded(string userId, string which);

    [LoggerMessage(1006, LogLevel.Information, "A session was found dead at the backend")]
    public partial void SessionFoundDead();

    [LoggerMessage(1007, LogLevel.Information, "Password changed: user {UserId} by {Method}")]
    public partial void PasswordChanged(string userId, string method);

    [LoggerMessage(1008, LogLevel.Information, "Change of address asked for: user {UserId}")]
    public partial void EmailChangeAsked(string userId);

    [LoggerMessage(1009, LogLevel.Information, "A landing said that an address is changed: anybody can open it")]
    public partial void EmailChangeLanded();

    [LoggerMessage(1010, LogLevel.Warning, "Antiforgery token refused on {Page}")]
    public partial void AntiforgeryRefused(string page);

    [LoggerMessage(1011, LogLevel.Warning, "Rate limit hit: {Form} per {Partition}")]
    public partial void LimitHit(string form, string partition);

    [LoggerMessage(1012, LogLevel.Warning, "Password asked for again and refused: user {UserId}")]
    public partial void StepUpRefused(string userId);

    [LoggerMessage(1013, LogLevel.Information, "Account deleted: user {UserId}")]
    public partial void AccountDeleted(string userId);

    [LoggerMessage(1014, LogLevel.Information, "Data exported: user {UserId}")]
    public partial void DataExported(string userId);

    [LoggerMessage(1015, LogLevel.Information, "Registered: user {UserId}")]
    public partial void Registered(string userId);

    [LoggerMessage(1016, LogLevel.Warning, "Older sessions were left after a new password: user {UserId}. {Problem}")]
    public partial void OthersLeft(string userId, string problem);

    [LoggerMessage(1017, LogLevel.Warning, "Address proved in another browser than the one that registered it, the password may be a stranger's: user {UserId}")]
    public partial void PasswordUnconfirmed(string userId);

    [LoggerMessage(1018, LogLevel.Information, "Password confirmed by the owner of the address: user {UserId}")]
    public partial void PasswordConfirmed(string userId);
}
