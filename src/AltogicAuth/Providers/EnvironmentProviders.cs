namespace AltogicAuth.Providers;

/// <summary>The providers of the environment, in display order.</summary>
public sealed class EnvironmentProviders(IEnumerable<string> names, string envUrl)
{
    public IReadOnlyList<Provider> All { get; } = [.. names.Select(name => Provider.Find(name)
        ?? throw new InvalidOperationException($"Altogic:Providers: '{name}' is not one of google, facebook, twitter, apple, discord, github."))];

    public Provider? Find(string? name) => All.FirstOrDefault(provider => provider.Name == name);

    /// <summary>Where the browser goes to sign in.</summary>
    public string UrlOf(Provider provider) => $"{envUrl.Trim().TrimEnd('/')}/_auth/{provider.Name}";
}
