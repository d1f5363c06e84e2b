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

    /// <summary>Everything else that Altogic sent.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement> Fields { get; set; } = [];

    /// <summary>Names the user by id only.</summary>
    public override string ToString() => $"AltogicUser({Id})";
}

/// <summary>A session of a user.</summary>
public sealed record AltogicSession
{
    /// <summary>Whose session it is.</summary>
    public string? UserId { get; init; }

    /// <summary>The token that stands for the session.</summary>
    public required SessionToken Token { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset? CreationDtm { get; init; }

    /// <summary>What signed in.</summary>
    public UserAgentInfo? UserAgent { get; init; }

    /// <summary>Role keys, usually none.</summary>
    public IReadOnlyList<string>? AccessGroupKeys { get; init; }
}

/// <summary>What a session's browser said of itself. Unknown parts are <c>Other</c> and <c>0</c>.</summary>
/// <param name="Family">The browser, such as <c>Firefox</c>.</param>
/// <param name="Major">Major version.</param>
/// <param name="Minor">Minor version.</param>
/// <param name="Patch">Patch version.</param>
/// <param name="Device">The device.</param>
/// <param name="Os">The operating system.</param>
public sealed record UserAgentInfo(
    string? Family = null, string? Major = null, string? Minor = null, string? Patch = null,
    UserAgentPart? Device = null, UserAgentPart? Os = null);

/// <summary>A device or an operating system.</summary>
/// <param name="Family">Its name.</param>
/// <param name="Major">Major version.</param>
/// <param name="Minor">Minor version.</param>
/// <param name="Patch">Patch version.</param>
public sealed record UserAgentPart(string? Family = null, string? Major = null, string? Minor = null, string? Patch = null);

/// <summary>A user, and a session unless something has to be confirmed first.</summary>
/// <param name="User">The user.</param>
/// <param name="Session">The new session; null while a confirmation is awaited.</param>
public sealed record AuthGrant(AltogicUser User, AltogicSession? Session = null);
