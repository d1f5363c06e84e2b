using System.Text.Json.Nodes;

namespace AltogicAuth.Backend.Data;

/// <param name="Token">Sent with every call.</param>
/// <param name="UserId">The user whose session it is.</param>
/// <param name="CreatedAt">The time of the sign-in.</param>
/// <param name="UserAgent">The browser of the sign-in.</param>
/// <param name="LastUsedAt">The time of the last call, to five minutes.</param>
/// <param name="ClientAddress">The network of that call; null where none is known.</param>
internal sealed record SessionRecord(string Token, string UserId, string CreatedAt, JsonObject UserAgent, string LastUsedAt, string? ClientAddress)
{
    public override string ToString() => $"Session of {UserId}";
}
