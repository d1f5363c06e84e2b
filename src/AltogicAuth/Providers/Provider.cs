namespace AltogicAuth.Providers;

/// <summary>One of the six that Altogic can sign users in with. The name is Altogic's, the label is for people.</summary>
public sealed record Provider(string Name, string Label)
{
    private static readonly Provider[] All =
    [
        new("google", "Google"), new("facebook", "Facebook"), new("twitter", "X"), new("apple", "Apple"), new("discord", "Discord"), new("github", "GitHub"),
    ];

    public static Provider? Find(string? name) => Array.Find(All, provider => provider.Name == name);

    /// <summary>The provider that a user signs in with. A user of a provider has no password.</summary>
    public static Provider? Of(AltogicUser? account) => Find(account?.Provider);
}
