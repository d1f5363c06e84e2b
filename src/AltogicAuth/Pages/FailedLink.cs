using AltogicAuth.EmailLinks;

namespace AltogicAuth.Pages;

/// <summary>A link that failed, and what the offer of a new one shows. The address is posted to the page that mails it.</summary>
public sealed record FailedLink(LinkPurpose Purpose, LinkRequest? Request, EmailInput Input);
