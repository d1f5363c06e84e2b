using System.Text.Json.Nodes;

namespace AltogicAuth.Authentication;

/// <summary>Calls that Altogic has twice: one for addresses and one for numbers.</summary>
public static class IdentifierCalls
{
    public static Task<AltogicResult<AuthGrant>> SignUpAsync(this AuthManager auth, AccountIdentifier identifier, string password, JsonObject userData) =>
        identifier.Phone is { } phone
            ? auth.SignUpWithPhoneAsync(phone.Value, password, userData)
            : auth.SignUpWithEmailAsync(identifier.Value, password, userData);

    /// <summary>Tries each form under which an older account may have its address.</summary>
    public static Task<AltogicResult<AuthGrant>> SignInAsync(
        this AuthManager auth, AccountIdentifier identifier, string password, CancellationToken cancellation = default) =>
        identifier.Address is { } address
            ? address.TryEachSpellingAsync(spelling => auth.SignInWithEmailAsync(spelling, password, cancellation), result => result.IsSuccess)
            : auth.SignInWithPhoneAsync(identifier.Value, password, cancellation);

    /// <summary>With what the account has, as it is stored.</summary>
    public static Task<AltogicResult<AuthGrant>> SignInAsync(
        this AuthManager auth, AltogicUser account, string password, CancellationToken cancellation) =>
        account is { Email: null, Phone: { } phone }
            ? auth.SignInWithPhoneAsync(phone, password, cancellation)
            : auth.SignInWithEmailAsync(account.Email ?? "", password, cancellation);
}
