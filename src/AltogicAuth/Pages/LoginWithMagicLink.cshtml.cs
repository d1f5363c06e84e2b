using AltogicAuth.Authentication;
using AltogicAuth.EmailLinks;
using AltogicAuth.Web;

namespace AltogicAuth.Pages;

[RequireNoAuth]
public sealed class LoginWithMagicLinkModel(MailedLinks links, EmailTypo typo) : EmailFormPage(LinkPurpose.MagicLink, links, typo);
