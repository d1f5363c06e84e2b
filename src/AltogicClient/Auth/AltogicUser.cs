using System.Text.Json;
using System.Text.Json.Serialization;

namespace Altogic;

/// <summary>A user. Fields of the environment's own come in <see cref="Fields"/>.</summary>
public sealed record AltogicUser
{
    /// <summary>24 hexadecimal characters.</summary>
    [JsonPropertyName("_id")]
    public required string Id { get; init; }

    /// <summary><c>altogic</c>, or the name of an identity provider.</summary>
    public string? Provider { get; init; }

    /// <summary>The id at the provider.</summary>
    public string? ProviderUserId { get; init; }

    /// <summary>The email address, where there is one.</summary>
    public string? Email { get; init; }

    /// <summary>The phone number, where there is one.</summary>
    public string? Phone { get; init; }

    /// <summary>Whether the address is confirmed; null where that does not apply.</summary>
    public bool? EmailVerified { get; init; }

    /// <summary>Whether the number is confirmed; null where that does not apply.</summary>
    public bool? PhoneVerified { get; init; }

    /// <summary>What the user wants to be called.</summary>
    public string? Name { get; init; }

    /// <summary>An address of a picture. It comes from the user: check it before it is shown.</summary>
    public string? ProfilePicture { get; init; }

    /// <summary>When the user registered.</summary>
    public DateTimeOffset? SignUpAt { get; init; }

    /// <summary>When the user last signed in.</summary>
    public DateTimeOffset? LastLoginAt { get; init; }

    /// <summary>Everything else that Altogic sent, by its name.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, JsonElement> Fields { get => Rest; init => Rest = new(value); }

    // The serializer fills it after the user is made, so that it cannot be init-only itself.
    [JsonInclude, JsonExtensionData]
    internal Dictionary<string, JsonElement> Rest { get; set; } = [];

    /// <summary>Names the user by id only.</summary>
    public override string ToString() => $"AltogicUser({Id})";
}
