using System.Net;

namespace AltogicAuth.Backend.Accounts;

/// <summary>The visitor whom a call is made for.</summary>
/// <param name="Address">Limits count by it; null where a call came by no network.</param>
/// <param name="IsNamed">Whether a holder of an API key has named the visitor.</param>
/// <param name="UserAgent">Shown in the list of sessions.</param>
/// <param name="AcceptLanguage">Decides the language of mails.</param>
internal sealed record ClientInfo(IPAddress? Address, bool IsNamed, string? UserAgent, string? AcceptLanguage);
