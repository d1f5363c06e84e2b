namespace AltogicAuth.Backend.Data;

/// <summary>A security event of a user.</summary>
/// <param name="UserId">The user whom it concerns.</param>
/// <param name="Kind">What happened.</param>
/// <param name="HappenedAt">When it happened.</param>
/// <param name="ClientAddress">The network of the caller; null where none is known.</param>
/// <param name="Browser">The family of the caller's browser.</param>
/// <param name="System">The family of its operating system.</param>
internal sealed record AuditRecord(string UserId, string Kind, DateTimeOffset HappenedAt, string? ClientAddress, string Browser, string System);
