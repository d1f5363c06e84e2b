using System.Text.Json.Serialization;

namespace AltogicAuth.Authentication;

/// <summary>A session that the backend has granted, and what a sign-in with it needs to know of the user.</summary>
public sealed record GrantedSession(string UserId, string? Email, string SessionToken, string? Notice, bool PasswordUnconfirmed, string? RegistrationKey)
{
    /// <summary>Null for an account with a password.</summary>
    public string? Provider { get; init; }

    public string? Name { get; init; }

    /// <summary>Null for an account without a number.</summary>
    public string? Phone { get; init; }

    [JsonIgnore]
    public EmailAddress? Address => EmailAddress.TryParse(Email);

    /// <summary>What device cookies are for, and what the user may have typed.</summary>
    [JsonIgnore]
    public IEnumerable<string> Identifiers => new[] { Address?.Value, Phone }.OfType<string>();

    /// <summary>Only the browser that registered the account knows its key. Where a backend keeps no key, the browser's cookie counts.</summary>
    public bool IsRegisteredBy(string? registrationKey, bool hasCreatedAccount) =>
        RegistrationKey is { } key ? key == registrationKey : hasCreatedAccount;

    public override string ToString() => "GrantedSession(hidden)";
}
