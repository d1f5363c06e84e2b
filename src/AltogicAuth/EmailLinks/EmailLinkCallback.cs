using System.Buffers;

namespace AltogicAuth.EmailLinks;

/// <summary>Without a purpose the callback is unknown, incomplete or repeated. It has its token only where that is of use.</summary>
public sealed record EmailLinkCallback(LinkPurpose? Purpose, string? AccessToken, bool Succeeded)
{
    private const int MaxCodeLength = 50;

    private const string Token = "access_token";
    private const string Escaped = "amp;";
    private const int MaxTokenLength = 1_024;

    private static readonly SearchValues<char> Trailing = SearchValues.Create(".,;:!?'\"()[]{}<>*|\\`´‘’“”„«»‹›…");

    /// <summary>Why it failed, where the backend says so.</summary>
    public string? Code { get; private init; }

    // Mail programs escape the ampersand, or add the punctuation that followed the address in a text.
    public static EmailLinkCallback Read(IQueryCollection query)
    {
        var parameters = query.ToLookup(parameter => NameOf(parameter.Key), parameter => parameter.Value);
        var isRepeated = parameters.Any(parameter => parameter.Sum(values => values.Count) > 1);
        if (isRepeated || LinkPurpose.Find(ValueOf("action")) is not { } purpose)
        {
            return new EmailLinkCallback(null, null, Succeeded: false);
        }

        // A missing status without an error is a success: some of Altogic's own samples lack it.
        var succeeded = ValueOf("status") is "200" or "" && !parameters.Contains("error");
        if (!succeeded || !purpose.HasToken)
        {
            return new EmailLinkCallback(purpose, null, succeeded) { Code = ValueOf("code") is { Length: > 0 and <= MaxCodeLength } code ? code : null };
        }

        var token = ValueOf(Token);
        return token.Length is > 0 and <= MaxTokenLength
            ? new EmailLinkCallback(purpose, token, Succeeded: true)
            : new EmailLinkCallback(purpose, null, Succeeded: false);

        string ValueOf(string name) => Trim(parameters[name].FirstOrDefault().ToString());
    }

    /// <summary>Whether an address has a token, of use or not.</summary>
    public static bool HasToken(IQueryCollection query) => query.Keys.Any(key => NameOf(key) == Token);

    private static string NameOf(string key) => key.StartsWith(Escaped, StringComparison.Ordinal) ? NameOf(key[Escaped.Length..]) : key;

    private static string Trim(string value) => value[..(value.AsSpan().LastIndexOfAnyExcept(Trailing) + 1)];

    public override string ToString() => $"EmailLinkCallback({Purpose}, {Succeeded})";
}
