using System.Text.Json.Nodes;

namespace AltogicAuth.Backend.Data;

/// <param name="TokenHash">What a session is found by.</param>
/// <param name="EncryptedToken">The token, for the list of sessions.</param>
/// <param name="UserId">The user whose session it is.</param>
/// <param name="CreatedAt">The time of the sign-in.</param>
/// <param name="UserAgent">The browser of the sign-in.</param>
/// <param name="LastUsedAt">The time of the last call, to five minutes.</param>
/// <param name="ClientAddress">The network of that call; null where none is known.</param>
internal sealed record SessionRecord(
    byte[] TokenHash, byte[] EncryptedToken, string UserId, DateTimeOffset CreatedAt, JsonObject UserAgent, DateTimeOffset LastUsedAt, string? ClientAddress)
{
    public override string ToString() => $"Session of {UserId}";
}
