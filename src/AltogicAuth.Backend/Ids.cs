using System.Security.Cryptography;

namespace AltogicAuth.Backend;

internal static class Ids
{
    /// <summary>24 lower-case hexadecimal characters, as Altogic's are.</summary>
    public static string New() => RandomNumberGenerator.GetHexString(24, lowercase: true);
}
