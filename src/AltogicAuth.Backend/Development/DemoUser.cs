using AltogicAuth.Backend.Accounts;
using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Development;

/// <summary>A user to sign in as right away. Development only.</summary>
public static class DemoUser
{
    public const string Email = "demo@example.com";
    public const string Password = "correct horse demo";

    private static readonly EmailAddress? Address = EmailAddress.TryParse(Email);

    internal static async Task EnsureAsync(Users users, Passwords passwords)
    {
        if (await users.FindByEmailAsync(Address) is null)
        {
            var user = UserRecord.New(Email, users.Now) with { Name = "Demo User", IsEmailVerified = true };
            await users.TryCreateAsync(user with { PasswordHash = await passwords.HashAsync(user, Password) });
        }
    }

    /// <summary>A data directory may come from Development. Its demo user has a password that everybody knows.</summary>
    internal static async Task RemoveAsync(Users users, Passwords passwords)
    {
        if (await users.FindByEmailAsync(Address) is { } user && await passwords.VerifyAsync(user, Password))
        {
            await users.DeleteAsync(user.Id);
        }
    }
}
