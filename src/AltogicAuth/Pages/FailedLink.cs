using AltogicAuth.EmailLinks;

namespace AltogicAuth.Pages;

public sealed record FailedLink(LinkPurpose Purpose, LinkRequest? Request, EmailInput Input);
