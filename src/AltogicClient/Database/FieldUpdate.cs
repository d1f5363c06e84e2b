using System.Text.Json.Nodes;

namespace Altogic;

/// <summary>One change of one field, as <c>update-fields</c> takes it.</summary>
public sealed class FieldUpdate
{
    private readonly JsonObject _json;

    private FieldUpdate(string field, string updateType, JsonNode? value = null, bool hasValue = true)
    {
        _json = new JsonObject { ["field"] = field, ["updateType"] = updateType };
        if (hasValue)
        {
            _json["value"] = value;
        }
    }

    /// <summary>Sets the field.</summary>
    public static FieldUpdate Set(string field, JsonNode? value) => new(field, "set", value);

    /// <summary>Takes the field away.</summary>
    public static FieldUpdate Unset(string field) => new(field, "unset", hasValue: false);

    /// <summary>Adds to a number.</summary>
    public static FieldUpdate Increment(string field, JsonNode by) => new(field, "increment", by);

    /// <summary>Subtracts from a number.</summary>
    public static FieldUpdate Decrement(string field, JsonNode by) => new(field, "decrement", by);

    /// <summary>Keeps the smaller number.</summary>
    public static FieldUpdate Min(string field, JsonNode value) => new(field, "min", value);

    /// <summary>Keeps the larger number.</summary>
    public static FieldUpdate Max(string field, JsonNode value) => new(field, "max", value);

    /// <summary>Multiplies a number.</summary>
    public static FieldUpdate Multiply(string field, JsonNode by) => new(field, "multiply", by);

    /// <summary>Adds a value at the end of a list.</summary>
    public static FieldUpdate Push(string field, JsonNode? value) => new(field, "push", value);

    /// <summary>Removes a value from a list.</summary>
    public static FieldUpdate Pull(string field, JsonNode? value) => new(field, "pull", value);

    /// <summary>Removes the last value of a list.</summary>
    public static FieldUpdate Pop(string field) => new(field, "pop", hasValue: false);

    /// <summary>Removes the first value of a list.</summary>
    public static FieldUpdate Shift(string field) => new(field, "shift", hasValue: false);

    internal JsonNode ToJson() => _json.DeepClone();
}
