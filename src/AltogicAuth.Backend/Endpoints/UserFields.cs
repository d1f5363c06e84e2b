namespace AltogicAuth.Backend.Endpoints;

internal static class UserFields
{
    /// <summary>What nobody sets on a user directly, at sign-up or later.</summary>
    public static readonly HashSet<string> Protected =
    [
        "_id", "_parent", "provider", "providerUserId", "email", "phone", "password", "emailVerified", "phoneVerified", "signUpAt",
        "lastLoginAt", "createdAt", "updatedAt",
    ];
}
