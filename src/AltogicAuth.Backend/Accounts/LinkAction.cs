namespace AltogicAuth.Backend.Accounts;

/// <summary>What a mailed link does, or the link that a provider leads back by: Altogic's names.</summary>
internal static class LinkAction
{
    public const string ConfirmEmail = "email-confirm";
    public const string MagicLink = "magic-link";
    public const string ResetPassword = "reset-pwd";
    public const string ChangeEmail = "change-email";

    /// <summary>Not mailed.</summary>
    public const string ProviderSignIn = "oauth-signin";

    /// <summary>The actions of mailed links.</summary>
    public static readonly IReadOnlyList<string> All = [ConfirmEmail, MagicLink, ResetPassword, ChangeEmail];
}
