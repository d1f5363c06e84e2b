namespace AltogicAuth.Backend;

/// <summary>The providers that users can sign in with.</summary>
public sealed class BackendProviders
{
    /// <summary>All providers that the backend knows, in the order in which they are shown.</summary>
    public static readonly IReadOnlyList<string> Names = ["google", "facebook", "twitter", "apple", "discord", "github"];

    private readonly IOptions<BackendOptions> _options;
    private readonly IHostEnvironment _environment;

    /// <summary>Reads the settings at the first use.</summary>
    public BackendProviders(IOptions<BackendOptions> options, IHostEnvironment environment)
    {
        _options = options;
        _environment = environment;
    }

    /// <summary>The providers that this backend offers, in the order in which they are shown.</summary>
    public IReadOnlyList<string> Enabled => [.. Names.Where(name => IsConfigured(name) || HasStandIn(name))];

    internal bool IsConfigured(string name) => _options.Value.Providers.IsConfigured(name);

    /// <summary>Whether a page of the backend takes the place of a provider that is not configured. No setting does that outside Development.</summary>
    internal bool HasStandIn(string name) => _environment.IsDevelopment() && !IsConfigured(name);
}
