using System.Text;

namespace AltogicAuth.Web;

[AttributeUsage(AttributeTargets.Property)]
public sealed class PersonNameAttribute : ValidationAttribute
{
    public const int MaxLength = 100;

    // One visible character may have many code units: a family of emoji, or a letter with a hundred accents.
    private const int MaxUnits = 20 * MaxLength;

    // The Hangul fillers and the empty Braille cell: invisible, although their categories are letter and symbol.
    private static readonly Rune[] Blanks = [new('\u115F'), new('\u1160'), new('\u3164'), new('\uFFA0'), new('\u2800')];

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) => Clean(value as string) switch
    {
        var name when !name.EnumerateRunes().Any(IsVisible) => new ValidationResult("Name.Missing"),
        var name when name.Length > MaxUnits || new StringInfo(name).LengthInTextElements > MaxLength => new ValidationResult("Name.TooLong"),
        _ => ValidationResult.Success,
    };

    public static string Clean(string? name) => OneLine.Of(name ?? "").Trim();

    private static bool IsVisible(Rune rune) => !Blanks.Contains(rune) && Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.NonSpacingMark or
        UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
