using System.Text.RegularExpressions;

namespace Altogic;

/// <summary>
/// Which objects a query finds, written for Altogic in its expression language:
/// <c>Filter.Equal("author.name", "Ann") &amp; (Filter.GreaterThan("pages", 100) | Filter.IsNull("pages"))</c>.
/// Values are quoted and escaped, so that a value from a visitor stays a value.
/// </summary>
public sealed partial class Filter
{
    private readonly string _expression;
    private readonly bool _isAlternative;

    private Filter(string expression, bool isAlternative = false)
    {
        _expression = expression;
        _isAlternative = isAlternative;
    }

    /// <summary>The field has the value.</summary>
    /// <exception cref="ArgumentException"><paramref name="field"/> is not the name of a field.</exception>
    public static Filter Equal(string field, FilterValue value) => Compare(field, "==", value);

    /// <summary>The field has another value, or none.</summary>
    /// <exception cref="ArgumentException"><paramref name="field"/> is not the name of a field.</exception>
    public static Filter NotEqual(string field, FilterValue value) => Compare(field, "!=", value);

    /// <summary>The field is less than the value.</summary>
    /// <exception cref="ArgumentException"><paramref name="field"/> is not the name of a field, or the value is true or false.</exception>
    public static Filter LessThan(string field, FilterValue value) => Order(field, "<", value);

    /// <summary>The field is the value or less.</summary>
    /// <exception cref="ArgumentException"><paramref name="field"/> is not the name of a field, or the value is true or false.</exception>
    public static Filter LessThanOrEqual(string field, FilterValue value) => Order(field, "<=", value);

    /// <summary>The field is greater than the value.</summary>
    /// <exception cref="ArgumentException"><paramref name="field"/> is not the name of a field, or the value is true or false.</exception>
    public static Filter GreaterThan(string field, FilterValue value) => Order(field, ">", value);

    /// <summary>The field is the value or greater.</summary>
    /// <exception cref="ArgumentException"><paramref name="field"/> is not the name of a field, or the value is true or false.</exception>
    public static Filter GreaterThanOrEqual(string field, FilterValue value) => Order(field, ">=", value);

    /// <summary>The field is missing or null.</summary>
    /// <exception cref="ArgumentException"><paramref name="field"/> is not the name of a field.</exception>
    public static Filter IsNull(string field) => new($"this.{Checked(field)} == null");

    /// <summary>The field has a value.</summary>
    /// <exception cref="ArgumentException"><paramref name="field"/> is not the name of a field.</exception>
    public static Filter IsNotNull(string field) => new($"this.{Checked(field)} != null");

    /// <summary>Both filters.</summary>
    public static Filter operator &(Filter left, Filter right) => new($"{left.InAnd()} && {right.InAnd()}");

    /// <summary>One of the filters, or both.</summary>
    public static Filter operator |(Filter left, Filter right) => new($"{left._expression} || {right._expression}", isAlternative: true);

    /// <summary>The expression that is sent.</summary>
    public override string ToString() => _expression;

    /// <summary>The name of a field, with dots for fields inside: <c>author.name</c>.</summary>
    internal static string Checked(string field) => FieldName().IsMatch(field)
        ? field
        : throw new ArgumentException("A name has letters, digits and underscores, with dots for fields inside.", nameof(field));

    private static Filter Order(string field, string comparison, FilterValue value) => value.IsBoolean
        ? throw new ArgumentException("True and false have no order.", nameof(value))
        : Compare(field, comparison, value);

    private static Filter Compare(string field, string comparison, FilterValue value) =>
        new($"this.{Checked(field)} {comparison} {value}");

    // "And" binds tighter than "or".
    private string InAnd() => _isAlternative ? $"({_expression})" : _expression;

    [GeneratedRegex(@"^[\p{L}_][\p{L}\p{Nd}_]*(\.[\p{L}_][\p{L}\p{Nd}_]*)*\z")]
    private static partial Regex FieldName();
}
