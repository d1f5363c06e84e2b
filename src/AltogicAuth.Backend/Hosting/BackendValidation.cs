namespace AltogicAuth.Backend.Hosting;

/// <summary>Rules that no annotation can state: addresses, a key that fits into a header, a directory that exists.</summary>
internal sealed class BackendValidation(IHostEnvironment environment) : IValidateOptions<BackendOptions>
{
    public ValidateOptionsResult Validate(string? name, BackendOptions options)
    {
        string[] problems = [.. Problems(options)];
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

        if (options.ClientKey.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            yield return "Backend:ClientKey must have visible ASCII characters only.";
        }

        if (options.MailTemplates is { Length: > 0 } folder && !Directory.Exists(Path.Combine(environment.ContentRootPath, folder)))
        {
            yield return $"Backend:MailTemplates: there is no directory {Path.Combine(environment.ContentRootPath, folder)}.";
        }
    }

    private static bool IsAddress(string? setting) => string.IsNullOrEmpty(setting) ||
        Uri.TryCreate(setting, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" &&
        address.UserInfo.Length + address.Query.Length + address.Fragment.Length == 0;

    // A mobile app may open the link. A browser would run or read the excluded schemes.
    private static bool IsTarget(string? setting) => string.IsNullOrEmpty(setting) ||
        Uri.TryCreate(setting, UriKind.Absolute, out var address) && address.Scheme is not ("javascript" or "data" or "file" or "blob" or "ftp") &&
        setting.StartsWith($"{address.Scheme}://", StringComparison.OrdinalIgnoreCase) && address.UserInfo.Length + address.Fragment.Length == 0;
}
