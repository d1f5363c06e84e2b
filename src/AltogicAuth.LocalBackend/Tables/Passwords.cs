using Microsoft.AspNetCore.Identity;

namespace AltogicAuth.LocalBackend.Tables;

/// <summary>Makes and checks password hashes. Checking takes as long for nobody as for somebody.</summary>
internal sealed class Passwords(IPasswordHasher<UserRecord> hasher)
{
    private static readonly UserRecord Nobody = UserRecord.New("nobody@example.com", DateTimeOffset.UnixEpoch);

    private readonly Lazy<string> _hashOfNobody = new(() => hasher.HashPassword(Nobody, Guid.NewGuid().ToString()));

    public string Hash(UserRecord user, string password) => hasher.HashPassword(user, password);

    /// <summary>A held password is wrong, and takes as long.</summary>
    public bool IsRight(UserRecord? user, string password) =>
        hasher.VerifyHashedPassword(user ?? Nobody, user?.PasswordHash ?? _hashOfNobody.Value, password) != PasswordVerificationResult.Failed &&
        user is { PasswordHash: not null, IsPasswordHeld: false };
}
