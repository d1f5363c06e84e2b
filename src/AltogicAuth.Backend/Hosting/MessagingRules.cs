using AltogicAuth.Backend.Messaging;

namespace AltogicAuth.Backend.Hosting;

/// <summary>What is wrong with the settings of mail and SMS.</summary>
internal static class MessagingRules
{
    public static IEnumerable<string> Problems(SmtpSettings smtp)
    {
        if (smtp.IsConfigured && smtp.Sender is null)
        {
            yield return "Backend:Smtp:From must be an email address: that of the sender of all mails.";
        }

        if (string.IsNullOrEmpty(smtp.User) != string.IsNullOrEmpty(smtp.Password))
        {
            yield return "Backend:Smtp:User and Backend:Smtp:Password belong together.";
        }

        if (smtp.Port is < 1 or > 65_535)
        {
            yield return "Backend:Smtp:Port must be from 1 to 65535.";
        }

        if (!smtp.IsConfigured && smtp.From is not null)
        {
            yield return "Backend:Smtp:Host is missing, while Backend:Smtp:From is set.";
        }

        if (smtp.FromName!.Any(char.IsControl))
        {
            yield return "Backend:Smtp:FromName must be one line.";
        }
    }

    public static IEnumerable<string> Problems(SmsSettings sms, IHostEnvironment environment)
    {
        (string Name, int Value)[] limits =
        [
            (nameof(sms.MaxPerNumber), sms.MaxPerNumber), (nameof(sms.MaxPerNetwork), sms.MaxPerNetwork), (nameof(sms.MaxPerCountry), sms.MaxPerCountry),
            (nameof(sms.DailyBudget), sms.DailyBudget),
        ];
        foreach (var (name, _) in limits.Where(limit => limit.Value < 1))
        {
            yield return $"Backend:Sms:{name} must be 1 or more.";
        }

        var countries = BackendOptions.ListOf(sms.AllowedCountries);
        if (countries.FirstOrDefault(country => !SmsRecipients.IsCountry(country)) is { } unknown)
        {
            yield return $"Backend:Sms:AllowedCountries: '{unknown}' is not a country of two capital letters, such as TR.";
        }

        if (!sms.IsConfigured)
        {
            if (sms.AccountSid is not null || sms.AuthToken is not null)
            {
                yield return "Backend:Sms:Provider is missing beside the account, such as Twilio.";
            }

            yield break;
        }

        // The account is part of an address.
        if (sms.AccountSid is not { Length: > 0 } account || !account.All(char.IsAsciiLetterOrDigit))
        {
            yield return "Backend:Sms:AccountSid must be the SID of the account at Twilio: letters and digits.";
        }

        if (string.IsNullOrEmpty(sms.AuthToken))
        {
            yield return "Backend:Sms:AuthToken is missing.";
        }

        if (string.IsNullOrEmpty(sms.From) == string.IsNullOrEmpty(sms.MessagingServiceSid))
        {
            yield return "One of Backend:Sms:From and Backend:Sms:MessagingServiceSid must be set: the sender of all SMS.";
        }

        if (countries is [] && !environment.IsDevelopment())
        {
            yield return "Backend:Sms:AllowedCountries is missing, such as TR, DE: nothing is sent to other countries.";
        }
    }
}
