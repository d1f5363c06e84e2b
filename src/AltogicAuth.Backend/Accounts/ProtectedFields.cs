namespace AltogicAuth.Backend.Accounts;

internal static class ProtectedFields
{
    /// <summary>Fields of a user that no caller sets directly, at sign-up or later.</summary>
    public static readonly HashSet<string> OfUser =
    [
        "_id", "_parent", "provider", "providerUserId", "email", "phone", "password", "emailVerified", "phoneVerified", "signUpAt",
        "lastLoginAt", "createdAt", "updatedAt",
    ];

    /// <summary>Fields of a user that clients read as text. With another type in them no client could read the user.</summary>
    public static readonly string[] TextOfUser = ["name", "profilePicture"];
}
