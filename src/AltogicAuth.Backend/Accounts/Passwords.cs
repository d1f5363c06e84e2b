using AltogicAuth.Backend.Data;
using Microsoft.AspNetCore.Identity;

namespace AltogicAuth.Backend.Accounts;

/// <summary>Hashes and verifies passwords. Verifying takes as long without a user as with one.</summary>
internal sealed class Passwords(IPasswordHasher<UserRecord> hasher, HashingQueue queue)
{
    private static readonly UserRecord UnknownUser = UserRecord.New("unknown@example.com", DateTimeOffset.UnixEpoch);

    private readonly Lazy<string> _hashOfUnknownUser = new(() => hasher.HashPassword(UnknownUser, Guid.NewGuid().ToString()));

    public Task<string> HashAsync(UserRecord user, string password, CancellationToken cancellation = default) =>
        queue.RunAsync(() => hasher.HashPassword(user, password), cancellation);

    /// <summary>A password that is held back is wrong, and takes as long.</summary>
    public async Task<bool> VerifyAsync(UserRecord? user, string password, CancellationToken cancellation = default) =>
        await VerifyForSignInAsync(user, password, cancellation) is not PasswordVerificationResult.Failed;

    /// <summary>The same, and whether the hash is of a lower cost than the setting asks for.</summary>
    public Task<PasswordVerificationResult> VerifyForSignInAsync(UserRecord? user, string password, CancellationToken cancellation) =>
        queue.RunAsync(() => Verify(user, password), cancellation);

    private PasswordVerificationResult Verify(UserRecord? user, string password)
    {
        var result = hasher.VerifyHashedPassword(user ?? UnknownUser, user?.PasswordHash ?? _hashOfUnknownUser.Value, password);
        return user is { PasswordHash: not null, IsPasswordHeld: false } ? result : PasswordVerificationResult.Failed;
    }
}
