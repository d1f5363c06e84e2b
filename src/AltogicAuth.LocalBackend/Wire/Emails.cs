namespace AltogicAuth.LocalBackend.Wire;

internal static class Emails
{
    public static string Normalize(string? email) => (email ?? "").Trim().ToLowerInvariant();

    public static bool IsValid(string email) =>
        email.Length <= 254 && email.Split('@') is [{ Length: > 0 and <= 64 }, { Length: > 0 }] &&
        !email.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '<' or '>' or '"' or ',' or ';');
}
