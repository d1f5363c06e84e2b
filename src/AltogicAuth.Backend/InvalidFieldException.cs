using System.Text.Json.Nodes;

namespace AltogicAuth.Backend;

/// <param name="Param">The name of the field in the call.</param>
/// <param name="Message">What is wrong with it.</param>
/// <param name="Value">What was sent; never a password.</param>
internal sealed record InvalidField(string Param, string Message, JsonNode? Value = null);

/// <summary>Fields of a call that break a rule.</summary>
internal sealed class InvalidFieldException(params IReadOnlyList<InvalidField> fields) : Exception
{
    public InvalidFieldException(string param, string message, JsonNode? value = null)
        : this(new InvalidField(param, message, value))
    {
    }

    public IReadOnlyList<InvalidField> Fields { get; } = fields;

    /// <summary>Throws for the fields that are wrong, all at once.</summary>
    public static void ThrowIfAny(params InvalidField?[] problems)
    {
        InvalidField[] wrong = [.. problems.OfType<InvalidField>()];
        if (wrong.Length > 0)
        {
            throw new InvalidFieldException(wrong);
        }
    }
}
