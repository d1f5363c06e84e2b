namespace AltogicAuth.Web;

/// <summary>Where a developer reads the mails and text messages of the embedded backend. Null where they go out, and in Production.</summary>
public sealed record LocalMailbox(string? Url, string? SmsUrl);
