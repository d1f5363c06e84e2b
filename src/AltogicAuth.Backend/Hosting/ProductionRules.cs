namespace AltogicAuth.Backend.Hosting;

/// <summary>What Development does without.</summary>
internal static class ProductionRules
{
    public static IEnumerable<string> Problems(BackendOptions options)
    {
        if (BackendOptions.ListOf(options.ClientKey).Contains(BackendOptions.DevelopmentClientKey))
        {
            yield return "Backend:ClientKey is the one of Development, which everybody knows.";
        }

        if (options.Mailbox != true && !options.Smtp.IsConfigured)
        {
            yield return "Backend:Smtp:Host is missing and Backend:Mailbox is off: there is no way to deliver mails.";
        }

        if (options.Phone == true && options.Mailbox != true && !options.Sms.IsConfigured)
        {
            yield return "Backend:Sms:Provider is missing and Backend:Mailbox is off, while Backend:Phone is on: there is no way to deliver codes.";
        }

        if (string.IsNullOrEmpty(options.PublicUrl))
        {
            yield return "Backend:PublicUrl is missing: mailed links and public files start with it.";
        }

        if (UrlRules.IsPlainHttp(options.PublicUrl))
        {
            yield return "Backend:PublicUrl must be https, or http on loopback.";
        }

        if (string.IsNullOrEmpty(options.RedirectUrl) && UrlRules.HasNoPath(options.PublicUrl))
        {
            yield return "Backend:RedirectUrl is missing: mailed links lead to the page auth-redirect of the site, which is not on the host of the backend. " +
                "If the backend is in the site's process, let Backend:PublicUrl end in /e:local instead.";
        }

        if (UrlRules.IsPlainHttp(options.RedirectUrl))
        {
            yield return "Backend:RedirectUrl must be https, http on loopback, or the scheme of an app.";
        }
    }
}
