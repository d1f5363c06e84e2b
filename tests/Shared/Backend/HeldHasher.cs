using AltogicAuth.Backend.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace AltogicAuth.Tests.Shared;

/// <summary>The framework's password hasher, which a test can hold: hashes that have begun then wait until they are let go.</summary>
internal sealed class HeldHasher : IPasswordHasher<UserRecord>, IDisposable
{
    private readonly PasswordHasher<UserRecord> _hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = 10 }));
    private readonly ManualResetEventSlim _letGo = new(initialState: true);
    private int _begun;

    /// <summary>How many hashes have begun since <see cref="Hold"/>.</summary>
    public int Begun => Volatile.Read(ref _begun);

    public void Hold()
    {
        Volatile.Write(ref _begun, 0);
        _letGo.Reset();
    }

    public void LetGo() => _letGo.Set();

    public string HashPassword(UserRecord user, string password)
    {
        Wait();
        return _hasher.HashPassword(user, password);
    }

    public PasswordVerificationResult VerifyHashedPassword(UserRecord user, string hashedPassword, string providedPassword)
    {
        Wait();
        return _hasher.VerifyHashedPassword(user, hashedPassword, providedPassword);
    }

    public void Dispose() => _letGo.Dispose();

    private void Wait()
    {
        Interlocked.Increment(ref _begun);
        _letGo.Wait();
    }
}
