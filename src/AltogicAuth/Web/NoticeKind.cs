namespace AltogicAuth.Web;

public enum NoticeKind
{
    Information,
    Success,
    Warning,
    Danger,
}

public static class NoticeKinds
{
    /// <summary>About something that may have been done by another person.</summary>
    private const string SecurityNotices = "Notice.";

    // A message is about something that worked, unless it is here.
    private static readonly Dictionary<string, NoticeKind> Others = new()
    {
        ["Account.ProviderOnly"] = NoticeKind.Information,
        ["ChangeEmail.Sent"] = NoticeKind.Information,
        ["Code.SentAgain"] = NoticeKind.Information,
        ["EmailLinkCallback.AlreadyIn"] = NoticeKind.Information,
        ["PasswordCheck.Sent"] = NoticeKind.Information,
        [Flash.SessionEnded] = NoticeKind.Information,
        ["Sessions.AlreadyEnded"] = NoticeKind.Information,
        ["Error.Stale"] = NoticeKind.Warning,
        ["Logout.OnlyHere"] = NoticeKind.Warning,
        ["Reset.ChooseAnother"] = NoticeKind.Warning,
        ["Reset.OtherSessionsRemain"] = NoticeKind.Warning,
        ["Sessions.TooMany"] = NoticeKind.Warning,
    };

    /// <summary>The kind of a message is a property of its text.</summary>
    public static NoticeKind Of(string textKey) =>
        IsSecurityNotice(textKey) ? NoticeKind.Danger : Others.GetValueOrDefault(textKey, NoticeKind.Success);

    public static bool IsSecurityNotice(string textKey) => textKey.StartsWith(SecurityNotices, StringComparison.Ordinal);

    /// <summary>The end of its style's name, and the name of its icon.</summary>
    public static string NameOf(NoticeKind kind) => kind.ToString().ToLowerInvariant();
}
