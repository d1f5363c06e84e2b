namespace AltogicAuth.Backend.Accounts;

/// <summary>What a code is for that was sent to a phone number. Each is also the name of the text around it.</summary>
internal static class CodeAction
{
    public const string ConfirmPhone = "phone-confirm";
    public const string SignIn = "signin-code";
    public const string ResetPassword = "reset-pwd-code";
    public const string ChangePhone = "change-phone";
}
