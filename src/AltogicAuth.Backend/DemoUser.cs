using AltogicAuth.Backend.Tables;
using AltogicAuth.Backend.Wire;

namespace AltogicAuth.Backend;

/// <summary>Somebody to log in as right away. Development only.</summary>
public static class DemoUser
{
    public const string Email = "demo@example.com";
    public const string Password = "correct horse demo";

    private static readonly EmailAddress? Address = EmailAddress.TryParse(Email);

    internal static async Task EnsureAsync(Users users, Passwords passwords)
    {
        if (users.FindByEmail(Address) is null)
        {
            var user = UserRecord.New(Email, users.Now, name: "Demo User", isVerified: true);
            await users.TryCreateAsync(user, await passwords.HashAsync(user, Password));
        }
    }

    /// <summary>Whoever made the data directory may have had one, and everybody knows its password.</summary>
    internal static async Task RemoveAsync(Users users, Passwords passwords)
    {
        if (users.FindByEmail(Address) is { } user && await passwords.VerifyAsync(user, Password))
        {
            await users.DeleteAsync(user.Id);
        }
    }
}
