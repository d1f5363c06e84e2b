using AltogicAuth.Backend.Accounts;

namespace AltogicAuth.Backend.Development;

/// <summary>A person who has an account at every provider.</summary>
internal sealed record StandInPerson(string Id, string Name, string? Email, bool IsVerified)
{
    /// <summary>Each provider has its own: the address of one is not that of another.</summary>
    public static IReadOnlyList<StandInPerson> At(string provider) =>
    [
        new("verified", "Vera Verified", $"vera.{provider}@example.com", IsVerified: true),
        new("unverified", "Uma Unverified", $"uma.{provider}@example.com", IsVerified: false),
        new("no-address", "Noah Nomail", null, IsVerified: false),
        new("demo", "Demo User", DemoUser.Email, IsVerified: true),
    ];

    public static StandInPerson? Find(string provider, string id) => At(provider).FirstOrDefault(person => person.Id == id);

    public ProviderIdentity IdentityAt(string provider) =>
        new(provider, $"{provider}-{Id}", IsVerified ? EmailAddress.TryParse(Email) : null, Name, Picture: null);
}
