namespace AltogicAuth.Backend.Mails;

/// <summary>What a mailed link does, in Altogic's words.</summary>
internal static class LinkAction
{
    public const string ConfirmEmail = "email-confirm";
    public const string MagicLink = "magic-link";
    public const string ResetPassword = "reset-pwd";
    public const string ChangeEmail = "change-email";

    public static readonly IReadOnlyList<string> All = [ConfirmEmail, MagicLink, ResetPassword, ChangeEmail];
}
