using AltogicAuth.Backend.Accounts;
using AltogicAuth.Backend.Data;
using AltogicAuth.Backend.Messaging;

namespace AltogicAuth.Backend.Hosting;

/// <summary>Rules that no annotation can state.</summary>
internal sealed class BackendValidation(IHostEnvironment environment) : IValidateOptions<BackendOptions>
{
    public ValidateOptionsResult Validate(string? name, BackendOptions options)
    {
        string[] problems = [.. Problems(options), .. StorageProblems(options.Storage), .. SmsProblems(options.Sms), .. environment.IsDevelopment() ? [] : ProblemsOutsideDevelopment(options)];
        return problems is [] ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private IEnumerable<string> Problems(BackendOptions options)
    {
        if (!IsAddress(options.PublicUrl))
        {
            yield return "Backend:PublicUrl must be an http or https address, without user name, query or fragment.";
        }

        if (!IsTarget(options.RedirectUrl))
        {
            yield return "Backend:RedirectUrl must be an http or https address or that of an app such as myapp://host/path, without user name or fragment.";
        }

        if (BackendOptions.ListOf(options.ClientKey) is [])
        {
            yield return "Backend:ClientKey is empty.";
        }

        if (!IsHeader(options.ClientKey))
        {
            yield return "Backend:ClientKey must have visible ASCII characters only.";
        }

        if (!IsHeader(options.ApiKey))
        {
            yield return "Backend:ApiKey must have visible ASCII characters only.";
        }

        if (options.PublicApi == false && BackendOptions.ListOf(options.ApiKey) is [])
        {
            yield return "Backend:ApiKey is empty, so no caller could use the API while Backend:PublicApi is false.";
        }

        if (BackendOptions.ListOf(options.AllowedOrigins).FirstOrDefault(origin => !IsOrigin(origin)) is { } wrong)
        {
            yield return $"Backend:AllowedOrigins: '{wrong}' is not an origin such as https://www.example.com.";
        }

        if (BackendOptions.ListOf(options.SharedModels).Contains(Users.Model))
        {
            yield return "Backend:SharedModels: users cannot be shared.";
        }

        if (options.Database.Provider == DatabaseProvider.PostgreSql && string.IsNullOrWhiteSpace(options.Database.ConnectionString))
        {
            yield return "Backend:Database:ConnectionString is missing, such as Host=db.example.com;Database=altogicauth;Username=altogicauth;Password=…";
        }

        if (options.Database.Provider == DatabaseProvider.Sqlite && !string.IsNullOrEmpty(options.Database.ConnectionString))
        {
            yield return "Backend:Database:ConnectionString is for PostgreSql. Set Backend:Database:Provider to PostgreSql, or remove it.";
        }

        if (!string.IsNullOrEmpty(options.EncryptionKey) && !IsKey(options.EncryptionKey))
        {
            yield return "Backend:EncryptionKey must be 32 random bytes in base64, as 'openssl rand -base64 32' makes them.";
        }

        if (options.Smtp.IsConfigured && options.Smtp.Sender is null)
        {
            yield return "Backend:Smtp:From must be an email address: that of the sender of all mails.";
        }

        if (string.IsNullOrEmpty(options.Smtp.User) != string.IsNullOrEmpty(options.Smtp.Password))
        {
            yield return "Backend:Smtp:User and Backend:Smtp:Password belong together.";
        }

        if (options.Smtp.Port is < 1 or > 65_535)
        {
            yield return "Backend:Smtp:Port must be from 1 to 65535.";
        }

        if (!options.Smtp.IsConfigured && options.Smtp.From is not null)
        {
            yield return "Backend:Smtp:Host is missing, while Backend:Smtp:From is set.";
        }

        if (options.Smtp.FromName!.Any(char.IsControl))
        {
            yield return "Backend:Smtp:FromName must be one line.";
        }

        if (options.Providers.FindMissing() is { } missing)
        {
            yield return $"Backend:Providers:{missing} is missing beside another setting of its provider.";
        }

        if (options.Providers.IsConfigured("apple") && options.Providers.Apple.ReadPrivateKey() is null)
        {
            yield return "Backend:Providers:Apple:PrivateKey must be the content of the .p8 file from Apple.";
        }

        if (string.IsNullOrWhiteSpace(options.Brand.Name) || options.Brand.Name.Any(char.IsControl))
        {
            yield return "Backend:Brand:Name must be one line of text.";
        }

        if (!IsAddress(options.Brand.Url))
        {
            yield return "Backend:Brand:Url must be an http or https address, without user name, query or fragment.";
        }

        if (!Brand.IsAccent(options.Brand.Accent))
        {
            yield return "Backend:Brand:Accent must be a colour such as #3646c9, with a contrast to white of at least 4.5.";
        }

        if (options.MailTemplates is { Length: > 0 } folder && !Directory.Exists(Path.Combine(environment.ContentRootPath, folder)))
        {
            yield return $"Backend:MailTemplates: there is no directory {Path.Combine(environment.ContentRootPath, folder)}.";
        }
    }

    private IEnumerable<string> SmsProblems(BackendOptions.SmsSettings sms)
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

    private static IEnumerable<string> StorageProblems(BackendOptions.StorageSettings storage)
    {
        if (storage.MaxBytesPerUser < 1)
        {
            yield return "Backend:Storage:MaxBytesPerUser must be 1 or more.";
        }

        if (storage.MaxTotalBytes < 1)
        {
            yield return "Backend:Storage:MaxTotalBytes must be 1 or more.";
        }

        if (!IsAddress(storage.S3.Endpoint))
        {
            yield return "Backend:Storage:S3:Endpoint must be an http or https address, without user name, query or fragment.";
        }

        if (IsPlainHttp(storage.S3.Endpoint))
        {
            yield return "Backend:Storage:S3:Endpoint must be https, or http on loopback.";
        }

        // With the contents in the database, S3 is needed only for those that were written before.
        if (storage.Provider == StorageProvider.S3 || !string.IsNullOrEmpty(storage.S3.Bucket))
        {
            (string Name, string? Value)[] required =
            [
                (nameof(storage.S3.Endpoint), storage.S3.Endpoint), (nameof(storage.S3.Bucket), storage.S3.Bucket), (nameof(storage.S3.Region), storage.S3.Region),
                (nameof(storage.S3.AccessKey), storage.S3.AccessKey), (nameof(storage.S3.SecretKey), storage.S3.SecretKey),
            ];
            string[] missing = [.. required.Where(setting => string.IsNullOrWhiteSpace(setting.Value)).Select(setting => $"Backend:Storage:S3:{setting.Name}")];
            if (missing is not [])
            {
                yield return $"{string.Join(", ", missing)} must be set for S3.";
            }
        }
    }

    private static IEnumerable<string> ProblemsOutsideDevelopment(BackendOptions options)
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

        if (IsPlainHttp(options.PublicUrl))
        {
            yield return "Backend:PublicUrl must be https, or http on loopback.";
        }

        if (string.IsNullOrEmpty(options.RedirectUrl) && HasNoPath(options.PublicUrl))
        {
            yield return "Backend:RedirectUrl is missing: mailed links lead to the page auth-redirect of the site, which is not on the host of the backend. " +
                "If the backend is in the site's process, let Backend:PublicUrl end in /e:local instead.";
        }

        if (IsPlainHttp(options.RedirectUrl))
        {
            yield return "Backend:RedirectUrl must be https, http on loopback, or the scheme of an app.";
        }
    }

    private static bool IsAddress(string? setting) => string.IsNullOrEmpty(setting) ||
        Uri.TryCreate(setting, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" &&
        address.UserInfo.Length + address.Query.Length + address.Fragment.Length == 0;

    // A mobile app may open the link. A browser would run or read the excluded schemes.
    private static bool IsTarget(string? setting) => string.IsNullOrEmpty(setting) ||
        Uri.TryCreate(setting, UriKind.Absolute, out var address) && address.Scheme is not ("javascript" or "data" or "file" or "blob" or "ftp") &&
        setting.StartsWith($"{address.Scheme}://", StringComparison.OrdinalIgnoreCase) && address.UserInfo.Length + address.Fragment.Length == 0;

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.GetLeftPart(UriPartial.Authority) == text;

    private static bool IsPlainHttp(string? setting) =>
        Uri.TryCreate(setting, UriKind.Absolute, out var address) && address is { Scheme: "http", IsLoopback: false };

    private static bool HasNoPath(string? setting) => Uri.TryCreate(setting, UriKind.Absolute, out var address) && address.AbsolutePath == "/";

    private static bool IsKey(string setting) => Convert.TryFromBase64String(setting, new byte[setting.Length], out var length) && length == BackendKey.Length;

    private static bool IsHeader(string? keys) => BackendOptions.ListOf(keys).All(key => !key.AsSpan().ContainsAnyExceptInRange('!', '~'));
}
