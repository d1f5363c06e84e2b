namespace AltogicAuth.Backend.Mails;

/// <summary>The language that a reader's browser prefers, for mails and for pages that mailed links show.</summary>
internal static class ReaderLanguage
{
    /// <summary>The first language of <c>Accept-Language</c> without its region, lower-case; empty when there is none.</summary>
    public static string Of(string? acceptLanguage) => (acceptLanguage ?? "").Split(',', ';', '-')[0].Trim().ToLowerInvariant();
}
