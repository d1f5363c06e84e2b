using AltogicAuth.EmailLinks;

namespace AltogicAuth.Pages;

[AllowAnonymous]
public sealed class ForgotPasswordModel(MailedLinks links, EmailTypo typo) : EmailFormPage(LinkPurpose.ResetPassword, links, typo);
