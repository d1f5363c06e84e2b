using System.Buffers;

namespace AltogicAuth.EmailLinks;

/// <summary>What a mailed link brought to <c>/auth-redirect</c>. Anything missing, repeated or unknown makes it a failure.</summary>
public sealed record EmailLinkCallback(string? Action, string? AccessToken, bool Succeeded)
{
    public const string ConfirmEmail = "email-confirm";
    public const string MagicLink = "magic-link";
    public const string ResetPassword = "reset-pwd";
    public const string ChangeEmail = "change-email";
    public const string Provider = "oauth-signin";

    private const string Token = "access_token";
    private const string Escaped = "amp;";
    private const int MaxTokenLength = 1_024;

    private static readonly SearchValues<char> Trailing = SearchValues.Create(".,;:!?'\"()[]{}<>*|\\`´‘’“”„«»‹›…");

    private static readonly HashSet<string> Actions = [ConfirmEmail, MagicLink, ResetPassword, ChangeEmail, Provider];

    public bool SignsIn => Action is ConfirmEmail or MagicLink or Provider;

    /// <summary>
    /// Read as mail programs and people hand an address on: with <c>&amp;amp;</c> in place of <c>&amp;</c>, and with what stood
    /// behind it in a text.
    /// </summary>
    public static EmailLinkCallback Read(IQueryCollection query)
    {
        var parameters = query.ToLookup(parameter => NameOf(parameter.Key), parameter => parameter.Value);
        var repeated = parameters.Any(parameter => parameter.Sum(values => values.Count) > 1);
        var action = ValueOf("action");
        if (repeated || !Actions.Contains(action))
        {
            return new EmailLinkCallback(null, null, Succeeded: false);
        }

        // A missing status without an error is a success: some of Altogic's own samples lack it.
        var succeeded = ValueOf("status") is "200" or "" && !parameters.Contains("error");
        var token = ValueOf(Token);
        var complete = action == ChangeEmail || token.Length is > 0 and <= MaxTokenLength;
        return new EmailLinkCallback(action, token.Length == 0 ? null : token, succeeded && complete);

        string ValueOf(string name) => Trim(parameters[name].FirstOrDefault().ToString());
    }

    /// <summary>Whether an address carries a token, be it of use or not.</summary>
    public static bool HasToken(IQueryCollection query) => query.Keys.Any(key => NameOf(key) == Token);

    private static string NameOf(string key) =>
        key.StartsWith(Escaped, StringComparison.Ordinal) ? NameOf(key[Escaped.Length..]) : key;

    private static string Trim(string value) =>
        value[..(value.AsSpan().LastIndexOfAnyExcept(Trailing) + 1)];

    public override string ToString() => $"EmailLinkCallback({Action}, {Succeeded})";
}
