using AltogicAuth.EmailLinks;
using AltogicAuth.PhoneCodes;

namespace AltogicAuth.Pages;

[AllowAnonymous]
public sealed class ForgotPasswordModel(MailedLinks links, SentCodes codes, AccountIdentifiers identifiers, EmailTypo typo)
    : MessageFormPage(LinkPurpose.ResetPassword, CodePurpose.ResetPassword, links, codes, identifiers, typo);
