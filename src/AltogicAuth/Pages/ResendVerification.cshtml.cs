using AltogicAuth.EmailLinks;
using AltogicAuth.PhoneCodes;

namespace AltogicAuth.Pages;

[RequireNoAuth]
public sealed class ResendVerificationModel(MailedLinks links, SentCodes codes, AccountIdentifiers identifiers, EmailTypo typo)
    : MessageFormPage(LinkPurpose.Confirm, CodePurpose.Confirm, links, codes, identifiers, typo);
