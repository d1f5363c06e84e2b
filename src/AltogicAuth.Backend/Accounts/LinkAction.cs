namespace AltogicAuth.Backend.Accounts;

/// <summary>What a mailed link does, by Altogic's names.</summary>
internal static class LinkAction
{
    public const string ConfirmEmail = "email-confirm";
    public const string MagicLink = "magic-link";
    public const string ResetPassword = "reset-pwd";
    public const string ChangeEmail = "change-email";

    public static readonly IReadOnlyList<string> All = [ConfirmEmail, MagicLink, ResetPassword, ChangeEmail];
}
