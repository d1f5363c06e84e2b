using AltogicAuth.EmailLinks;

namespace AltogicAuth.Pages;

[RequireNoAuth]
public sealed class ResendVerificationModel(MailedLinks links, EmailTypo typo) : EmailFormPage(LinkPurpose.Confirm, links, typo);
