namespace AltogicAuth.Backend.Messaging;

/// <summary>The language that the visitor's browser prefers, for mails and for the pages of mailed links.</summary>
internal static class PreferredLanguage
{
    /// <summary>The first language of <c>Accept-Language</c> without its region, lower-case; empty when there is none.</summary>
    public static string Of(string? acceptLanguage) => (acceptLanguage ?? "").Split(',', ';', '-')[0].Trim().ToLowerInvariant();
}
