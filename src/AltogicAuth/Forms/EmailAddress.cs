using System.ComponentModel.DataAnnotations;

namespace AltogicAuth.Forms;

/// <summary>Addresses as people type them. Case and surrounding spaces never matter, whatever the culture.</summary>
public static class EmailAddress
{
    private const int MaxLength = 254;
    private const int MaxLocalLength = 64;

    public static string Normalize(string? typed) => (typed ?? "").Trim().ToLowerInvariant();

    /// <summary>One @ with something on both sides, and nothing in it that could end a header or a name.</summary>
    public static bool IsValid(string? typed)
    {
        var address = (typed ?? "").Trim();
        return address.Length <= MaxLength &&
               address.Split('@') is [{ Length: > 0 and <= MaxLocalLength }, { Length: > 0 } domain] &&
               !domain.StartsWith('.') && !domain.EndsWith('.') && !domain.Contains("..") &&
               !address.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '<' or '>' or '"' or '(' or ')' or ',' or ';' or ':' or '\\');
    }
}

[AttributeUsage(AttributeTargets.Property)]
public sealed class EmailAttribute : ValidationAttribute
{
    public EmailAttribute() => ErrorMessage = "Email.Invalid";

    public override bool IsValid(object? value) => value is null || EmailAddress.IsValid(value as string);
}
