namespace AltogicAuth.Web;

/// <summary>Where a developer reads the mails of the embedded backend. Null where mails go out, and in Production.</summary>
public sealed record LocalMailbox(string? Url);
