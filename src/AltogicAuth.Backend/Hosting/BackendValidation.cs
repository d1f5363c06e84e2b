using AltogicAuth.Backend.Accounts;
using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Hosting;

/// <summary>Rules that no annotation can state.</summary>
internal sealed class BackendValidation(IHostEnvironment environment) : IValidateOptions<BackendOptions>
{
    public ValidateOptionsResult Validate(string? name, BackendOptions options)
    {
        string[] problems =
        [
            .. AddressProblems(options),
            .. KeyProblems(options),
            .. DatabaseProblems(options.Database),
            .. ProviderProblems(options.Providers),
            .. BrandProblems(options.Brand),
            .. ModelProblems(options),
            .. TemplateProblems(options),
            .. MessagingRules.Problems(options.Smtp),
            .. MessagingRules.Problems(options.Sms, environment),
            .. StorageRules.Problems(options.Storage),
            .. environment.IsDevelopment() ? [] : ProductionRules.Problems(options),
        ];
        return problems is [] ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> AddressProblems(BackendOptions options)
    {
        if (!UrlRules.IsAddress(options.PublicUrl))
        {
            yield return "Backend:PublicUrl must be an http or https address, without user name, query or fragment.";
        }

        if (!UrlRules.IsTarget(options.RedirectUrl))
        {
            yield return "Backend:RedirectUrl must be an http or https address or that of an app such as myapp://host/path, without user name or fragment.";
        }

        if (BackendOptions.ListOf(options.AllowedOrigins).FirstOrDefault(origin => !UrlRules.IsOrigin(origin)) is { } wrong)
        {
            yield return $"Backend:AllowedOrigins: '{wrong}' is not an origin such as https://www.example.com.";
        }
    }

    private static IEnumerable<string> KeyProblems(BackendOptions options)
    {
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

        if (!string.IsNullOrEmpty(options.EncryptionKey) && !IsKey(options.EncryptionKey))
        {
            yield return "Backend:EncryptionKey must be 32 random bytes in base64, as 'openssl rand -base64 32' makes them.";
        }
    }

    private static IEnumerable<string> DatabaseProblems(DatabaseSettings database)
    {
        if (database.Provider == DatabaseProvider.PostgreSql && string.IsNullOrWhiteSpace(database.ConnectionString))
        {
            yield return "Backend:Database:ConnectionString is missing, such as Host=db.example.com;Database=altogicauth;Username=altogicauth;Password=…";
        }

        if (database.Provider == DatabaseProvider.Sqlite && !string.IsNullOrEmpty(database.ConnectionString))
        {
            yield return "Backend:Database:ConnectionString is for PostgreSql. Set Backend:Database:Provider to PostgreSql, or remove it.";
        }
    }

    private static IEnumerable<string> ProviderProblems(ProviderSettings providers)
    {
        if (providers.FindMissing() is { } missing)
        {
            yield return $"Backend:Providers:{missing} is missing beside another setting of its provider.";
        }

        if (providers.IsConfigured("apple") && providers.Apple.ReadPrivateKey() is null)
        {
            yield return "Backend:Providers:Apple:PrivateKey must be the content of the .p8 file from Apple.";
        }
    }

    private static IEnumerable<string> BrandProblems(BrandSettings brand)
    {
        if (string.IsNullOrWhiteSpace(brand.Name) || brand.Name.Any(char.IsControl))
        {
            yield return "Backend:Brand:Name must be one line of text.";
        }

        if (!UrlRules.IsAddress(brand.Url))
        {
            yield return "Backend:Brand:Url must be an http or https address, without user name, query or fragment.";
        }

        if (!Brand.IsAccent(brand.Accent))
        {
            yield return "Backend:Brand:Accent must be a colour such as #3646c9, with a contrast to white of at least 4.5.";
        }
    }

    private static IEnumerable<string> ModelProblems(BackendOptions options)
    {
        if (BackendOptions.ListOf(options.SharedModels).Contains(Users.Model))
        {
            yield return "Backend:SharedModels: users cannot be shared.";
        }
    }

    private IEnumerable<string> TemplateProblems(BackendOptions options)
    {
        if (options.MailTemplates is { Length: > 0 } folder && !Directory.Exists(Path.Combine(environment.ContentRootPath, folder)))
        {
            yield return $"Backend:MailTemplates: there is no directory {Path.Combine(environment.ContentRootPath, folder)}.";
        }
    }

    private static bool IsKey(string setting) => Convert.TryFromBase64String(setting, new byte[setting.Length], out var length) && length == BackendKey.Length;

    private static bool IsHeader(string? keys) => BackendOptions.ListOf(keys).All(key => !key.AsSpan().ContainsAnyExceptInRange('!', '~'));
}
