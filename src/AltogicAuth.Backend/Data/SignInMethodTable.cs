namespace AltogicAuth.Backend.Data;

/// <summary>The ways in which users sign in, one row each. A mailed link needs none.</summary>
internal static class SignInMethodTable
{
    public const string Password = "password";

    /// <summary>The user who signs in with this identity of a provider; null before the first time.</summary>
    public static Task<string?> FindUserIdAsync(DataConnection connection, string provider, string identifier) => connection.FindAsync<string>(
        "select user_id from sign_in_methods where kind = @provider and identifier = @identifier", new { provider, identifier });

    /// <exception cref="DuplicateKeyException">Another user has the identity, or the user has one of the same provider.</exception>
    public static Task AddProviderAsync(DataConnection connection, string userId, string provider, string identifier) => connection.ExecuteAsync(
        "insert into sign_in_methods (user_id, kind, identifier, is_held) values (@userId, @provider, @identifier, @isHeld)",
        new { userId, provider, identifier, isHeld = false });

    /// <summary>Null leaves the user without a password.</summary>
    public static Task SetPasswordAsync(DataConnection connection, string userId, string? hash, bool isHeld = false) => hash is null
        ? connection.ExecuteAsync("delete from sign_in_methods where user_id = @userId and kind = @Password", new { userId, Password })
        : connection.ExecuteAsync(
            """
            insert into sign_in_methods (user_id, kind, identifier, secret, is_held) values (@userId, @Password, @userId, @hash, @isHeld)
            on conflict (user_id, kind) do update set secret = excluded.secret, is_held = excluded.is_held
            """,
            new { userId, Password, hash, isHeld });
}
