using System.Security.Cryptography;

namespace AltogicAuth.Backend;

/// <summary>Section <c>Backend:Providers</c>: what each provider has given for this backend when it was registered there.</summary>
public sealed class ProviderSettings
{
    public ClientSettings Google { get; set; } = new();

    public ClientSettings Facebook { get; set; } = new();

    public ClientSettings Twitter { get; set; } = new();

    public AppleSettings Apple { get; set; } = new();

    public ClientSettings Discord { get; set; } = new();

    public ClientSettings GitHub { get; set; } = new();

    internal bool IsConfigured(string name) => SettingsOf(name).All(setting => !string.IsNullOrWhiteSpace(setting.Value));

    /// <summary>The key of a setting that is missing beside another one of its provider.</summary>
    internal string? FindMissing() => BackendProviders.Names
        .Where(name => !IsConfigured(name) && SettingsOf(name).Any(setting => !string.IsNullOrWhiteSpace(setting.Value)))
        .Select(name => SettingsOf(name).First(setting => string.IsNullOrWhiteSpace(setting.Value)).Key)
        .FirstOrDefault();

    private (string Key, string? Value)[] SettingsOf(string name) => name switch
    {
        "google" => Google.Keyed(nameof(Google)),
        "facebook" => Facebook.Keyed(nameof(Facebook)),
        "twitter" => Twitter.Keyed(nameof(Twitter)),
        "apple" => Apple.Keyed(nameof(Apple)),
        "discord" => Discord.Keyed(nameof(Discord)),
        "github" => GitHub.Keyed(nameof(GitHub)),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such provider."),
    };

    public sealed class ClientSettings
    {
        public string? ClientId { get; set; }

        public string? ClientSecret { get; set; }

        internal (string, string?)[] Keyed(string provider) => [($"{provider}:{nameof(ClientId)}", ClientId), ($"{provider}:{nameof(ClientSecret)}", ClientSecret)];
    }

    /// <summary>Apple has no secret: each request proves the client by a signature with its private key.</summary>
    public sealed class AppleSettings
    {
        /// <summary>The id of the service, such as <c>com.example.site</c>.</summary>
        public string? ClientId { get; set; }

        public string? TeamId { get; set; }

        public string? KeyId { get; set; }

        /// <summary>The content of the <c>.p8</c> file, with or without its first and last line.</summary>
        public string? PrivateKey { get; set; }

        internal (string, string?)[] Keyed(string provider) =>
        [
            ($"{provider}:{nameof(ClientId)}", ClientId), ($"{provider}:{nameof(TeamId)}", TeamId), ($"{provider}:{nameof(KeyId)}", KeyId),
            ($"{provider}:{nameof(PrivateKey)}", PrivateKey),
        ];

        /// <summary>Null when it is not a P-256 key.</summary>
        internal ECDsa? ReadPrivateKey()
        {
            var key = ECDsa.Create();
            try
            {
                var lines = (PrivateKey ?? "").Split('\n').Where(line => !line.StartsWith("-----", StringComparison.Ordinal));
                key.ImportPkcs8PrivateKey(Convert.FromBase64String(string.Concat(lines)), out _);
                return key.KeySize == 256 ? key : null;
            }
            catch (Exception failure) when (failure is FormatException or CryptographicException)
            {
                return null;
            }
        }
    }
}
