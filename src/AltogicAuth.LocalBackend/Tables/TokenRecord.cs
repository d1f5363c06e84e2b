namespace AltogicAuth.LocalBackend.Tables;

internal sealed record TokenRecord(string UserId, TokenKind Kind, string Action, string? Email, DateTimeOffset Expires);
