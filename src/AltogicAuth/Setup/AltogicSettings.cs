using System.Net;

namespace AltogicAuth.Setup;

/// <summary>Section <c>Altogic</c>: which environment this app talks to. Without an address, the local backend.</summary>
public sealed class AltogicSettings
{
    public const string Section = "Altogic";

    public string? EnvUrl { get; set; }

    public string? ClientKey { get; set; }

    public string? ApiKey { get; set; }

    public bool IsConfigured => !string.IsNullOrWhiteSpace(EnvUrl);

    /// <summary>What is wrong with the settings, each with its full key; empty when all is well.</summary>
    public IEnumerable<string> Problems()
    {
        if (!Uri.TryCreate(EnvUrl?.Trim(), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            yield return "Altogic:EnvUrl must be an absolute http or https address.";
        }
        else if (url.Scheme == "http" && !IsLoopback(url))
        {
            yield return "Altogic:EnvUrl must be https; plain http is for loopback addresses only.";
        }

        if (string.IsNullOrWhiteSpace(ClientKey))
        {
            yield return "Altogic:ClientKey is missing.";
        }
    }

    private static bool IsLoopback(Uri url) =>
        url.IsLoopback || IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address);
}
