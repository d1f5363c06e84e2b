using AltogicAuth.EmailLinks;

namespace AltogicAuth.Pages;

[RequireNoAuth]
public sealed class LoginWithMagicLinkModel(MailedLinks links, EmailTypo typo) : EmailFormPage(LinkPurpose.MagicLink, links, typo);
