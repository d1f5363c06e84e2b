using AltogicAuth.EmailLinks;
using AltogicAuth.PhoneCodes;

namespace AltogicAuth.Pages;

[RequireNoAuth]
public sealed class LoginWithMagicLinkModel(MailedLinks links, SentCodes codes, AccountIdentifiers identifiers, EmailTypo typo)
    : MessageFormPage(LinkPurpose.MagicLink, CodePurpose.SignIn, links, codes, identifiers, typo);
