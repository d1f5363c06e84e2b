namespace AltogicAuth.Backend.Accounts;

/// <summary>What a call says about the visitor's browser.</summary>
/// <param name="UserAgent">Shown in the list of sessions.</param>
/// <param name="AcceptLanguage">Decides the language of mails.</param>
internal sealed record ClientInfo(string? UserAgent, string? AcceptLanguage);
