namespace AltogicAuth.Backend.Tests.Providers;

/// <summary>Who signs in at a provider.</summary>
internal sealed record FakeUser(string Id = "1234567890", string? Email = "ann@example.test", bool IsVerified = true, string Name = "Ann")
{
    public string Picture => $"https://pictures.example.test/{Id}.png";
}
