namespace AltogicAuth.Backend.Data.Queries;

internal enum Comparison
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// <summary>What an object has to fulfil.</summary>
internal abstract record Condition;

internal sealed record AllOf(IReadOnlyList<Condition> Conditions) : Condition;

internal sealed record AnyOf(IReadOnlyList<Condition> Conditions) : Condition;

/// <summary>
/// A field compared with a value, whose type decides: a number compares with numbers, a text with texts. A field of another type
/// is not equal, not less and not greater.
/// </summary>
/// <param name="Field">The field.</param>
/// <param name="Comparison">How.</param>
/// <param name="Value">A string, a decimal, a bool, or null for a field that is missing or null.</param>
internal sealed record FieldCondition(FieldPath Field, Comparison Comparison, object? Value) : Condition;
