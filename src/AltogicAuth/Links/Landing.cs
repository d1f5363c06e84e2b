namespace AltogicAuth.Links;

/// <summary>What a mailed link brought to <c>/auth-redirect</c>. Anything missing, repeated or unknown makes it a failure.</summary>
public sealed record Landing(string? Action, string? AccessToken, bool Succeeded)
{
    public const string ConfirmEmail = "email-confirm";
    public const string MagicLink = "magic-link";
    public const string ResetPassword = "reset-pwd";
    public const string ChangeEmail = "change-email";
    public const string Provider = "oauth-signin";

    private const int MaxTokenLength = 1_024;

    private static readonly HashSet<string> Actions = [ConfirmEmail, MagicLink, ResetPassword, ChangeEmail, Provider];

    public bool SignsIn => Action is ConfirmEmail or MagicLink or Provider;

    public static Landing Read(IQueryCollection query)
    {
        var repeated = query.Any(parameter => parameter.Value.Count > 1);
        var action = query["action"].ToString();
        if (repeated || !Actions.Contains(action))
        {
            return new Landing(null, null, Succeeded: false);
        }

        // A missing status without an error is a success: some of Altogic's own samples lack it.
        var succeeded = query["status"].ToString() is "200" or "" && !query.ContainsKey("error");
        var token = query["access_token"].ToString();
        var complete = action == ChangeEmail || token.Length is > 0 and <= MaxTokenLength;
        return new Landing(action, token.Length == 0 ? null : token, succeeded && complete);
    }

    public override string ToString() => $"Landing({Action}, {Succeeded})";
}
