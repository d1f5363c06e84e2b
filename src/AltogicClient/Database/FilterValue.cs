using System.Globalization;

namespace Altogic;

/// <summary>
/// A value in a <see cref="Filter"/>: a text, a number, true or false, or a time. Each converts by itself, so
/// <c>Filter.Equal("pages", 100)</c> is enough. Numbers are compared with numbers and texts with texts, by code point.
/// </summary>
public sealed class FilterValue
{
    private readonly string _literal;

    private FilterValue(string literal, bool isBoolean = false)
    {
        _literal = literal;
        IsBoolean = isBoolean;
    }

    internal bool IsBoolean { get; }

    /// <summary>A text.</summary>
    /// <exception cref="ArgumentNullException">There is no text: see <see cref="Filter.IsNull"/>.</exception>
    public static implicit operator FilterValue(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new($"'{value.Replace(@"\", @"\\").Replace("'", @"\'").Replace("\r", @"\r").Replace("\n", @"\n")}'");
    }

    /// <summary>A whole number.</summary>
    public static implicit operator FilterValue(long value) => new(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A number.</summary>
    public static implicit operator FilterValue(decimal value) => new(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A number.</summary>
    /// <exception cref="ArgumentException">It is infinite, or not a number.</exception>
    public static implicit operator FilterValue(double value) => double.IsFinite(value)
        ? new(value.ToString("R", CultureInfo.InvariantCulture))
        : throw new ArgumentException("The number is not finite.", nameof(value));

    /// <summary>True or false.</summary>
    public static implicit operator FilterValue(bool value) => new(value ? "true" : "false", isBoolean: true);

    /// <summary>A time, as the text that Altogic stores: ISO 8601 in UTC with milliseconds. Such texts sort by time.</summary>
    public static implicit operator FilterValue(DateTimeOffset value) =>
        new($"'{value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)}'");

    /// <summary>The value as the expression has it.</summary>
    public override string ToString() => _literal;
}
