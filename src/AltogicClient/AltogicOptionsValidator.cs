using Microsoft.Extensions.Options;

namespace Altogic;

/// <summary>
/// Rejects invalid settings. Each message begins with the name of the property and repeats no value: a key may be one.
/// </summary>
public sealed class AltogicOptionsValidator : IValidateOptions<AltogicOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, AltogicOptions options)
    {
        string[] problems = [.. Problems(options)];
        return problems is [] ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Problems(AltogicOptions options)
    {
        if (!Uri.TryCreate(options.EnvUrl?.Trim(), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") ||
            url.UserInfo.Length + url.Query.Length + url.Fragment.Length > 0)
        {
            yield return "EnvUrl must be an absolute http or https address, without user name, query or fragment.";
        }
        else if (url.Scheme == "http" && !url.IsLoopback)
        {
            yield return "EnvUrl must be https; plain http is for loopback addresses only.";
        }

        if (string.IsNullOrWhiteSpace(options.ClientKey))
        {
            yield return "ClientKey is missing.";
        }
        else if (!IsHeaderValue(options.ClientKey))
        {
            yield return "ClientKey must have visible ASCII characters only.";
        }

        if (!IsHeaderValue(options.ApiKey))
        {
            yield return "ApiKey must have visible ASCII characters only.";
        }

        if (options.ReadRetries < 0)
        {
            yield return "ReadRetries must be 0 or more.";
        }

        if (options.MaxResponseBytes < 1)
        {
            yield return "MaxResponseBytes must be 1 or more.";
        }

        // The limits are Polly's.
        var day = TimeSpan.FromDays(1);
        if (options.AttemptTimeout < TimeSpan.FromMilliseconds(10) || options.AttemptTimeout > day)
        {
            yield return "AttemptTimeout must be between 10 milliseconds and a day.";
        }

        if (options.TotalTimeout < TimeSpan.FromMilliseconds(10) || options.TotalTimeout > day)
        {
            yield return "TotalTimeout must be between 10 milliseconds and a day.";
        }

        if (options.RetryDelay < TimeSpan.Zero || options.RetryDelay > day)
        {
            yield return "RetryDelay must be between 0 and a day.";
        }

        if (options.BreakDuration < TimeSpan.FromMilliseconds(500) || options.BreakDuration > day)
        {
            yield return "BreakDuration must be between 500 milliseconds and a day.";
        }
    }

    private static bool IsHeaderValue(string? text) => text is null || !text.AsSpan().ContainsAnyExceptInRange('!', '~');
}
