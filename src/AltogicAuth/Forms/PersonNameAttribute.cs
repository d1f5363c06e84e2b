using System.ComponentModel.DataAnnotations;

namespace AltogicAuth.Forms;

/// <summary>What somebody wants to be called: 1 to 100 characters of any script, once the spaces around it are gone.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PersonNameAttribute : ValidationAttribute
{
    public const int MaxLength = 100;

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) => Trim(value as string) switch
    {
        "" => new ValidationResult("Name.Missing"),
        { Length: > MaxLength } => new ValidationResult("Name.TooLong"),
        _ => ValidationResult.Success,
    };

    /// <summary>Without the spaces around it, and on one line.</summary>
    public static string Trim(string? typed) =>
        string.Concat((typed ?? "").Select(c => char.IsControl(c) ? ' ' : c)).Trim();
}
