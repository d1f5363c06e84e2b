using System.Globalization;
using System.Text;

namespace AltogicAuth.Web;

/// <summary>What somebody wants to be called: 1 to 100 characters of any script, as they are seen, once the spaces around it are gone.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PersonNameAttribute : ValidationAttribute
{
    public const int MaxLength = 100;

    // What is seen as one character may be a family of emoji, and may be a letter below a tower of accents.
    private const int MaxUnits = 20 * MaxLength;

    // The fillers of Hangul and the empty cell of Braille: a letter and a symbol by category.
    private static readonly Rune[] Blanks = [new('\u115F'), new('\u1160'), new('\u3164'), new('\uFFA0'), new('\u2800')];

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) => Clean(value as string) switch
    {
        var name when !name.EnumerateRunes().Any(IsVisible) => new ValidationResult("Name.Missing"),
        { Length: > MaxUnits } => new ValidationResult("Name.TooLong"),
        var name when new StringInfo(name).LengthInTextElements > MaxLength => new ValidationResult("Name.TooLong"),
        _ => ValidationResult.Success,
    };

    /// <summary>On one line, without the spaces around it. For a name that was typed, and for one that another client stored.</summary>
    public static string Clean(string? name) => OneLine.Of(name ?? "").Trim();

    private static bool IsVisible(Rune rune) => !Blanks.Contains(rune) && Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.NonSpacingMark or
        UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
