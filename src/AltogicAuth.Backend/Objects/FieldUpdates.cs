using System.Text.Json.Nodes;

namespace AltogicAuth.Backend.Objects;

/// <summary>Changes of single fields: set, unset, numbers, lists.</summary>
internal static class FieldUpdates
{
    /// <summary>Fields of an object that no caller sets.</summary>
    public static readonly HashSet<string> Protected = ["_id", "_parent", "createdAt", "updatedAt"];

    public static void Apply(JsonObject fields, JsonObject update)
    {
        var field = update.Text("field") is { Length: > 0 } name ? name : throw Invalid("field");
        var value = update["value"];
        switch (update.Text("updateType"))
        {
            case "set":
                fields[field] = value?.DeepClone();
                break;
            case "unset":
                fields.Remove(field);
                break;
            case "increment":
                Calculate(fields, field, value, (old, by) => old + by);
                break;
            case "decrement":
                Calculate(fields, field, value, (old, by) => old - by);
                break;
            case "multiply":
                Calculate(fields, field, value, (old, by) => old * by);
                break;
            case "min":
                fields[field] = Math.Min(Number(fields[field] ?? value), Number(value));
                break;
            case "max":
                fields[field] = Math.Max(Number(fields[field] ?? value), Number(value));
                break;
            case "push":
                ChangeList(fields, field, list =>
                {
                    list.Add(value?.DeepClone());
                    FieldRules.RequireItems(list.Count, "value");
                });
                break;
            case "pull":
                ChangeList(fields, field, list => list.RemoveAll(item => JsonNode.DeepEquals(item, value)));
                break;
            case "pop":
                ChangeList(fields, field, list => RemoveAt(list, list.Count - 1));
                break;
            case "shift":
                ChangeList(fields, field, list => RemoveAt(list, 0));
                break;
            default:
                throw Invalid("updateType");
        }
    }

    private static void Calculate(JsonObject fields, string field, JsonNode? value, Func<decimal, decimal, decimal> calculate)
    {
        try
        {
            fields[field] = calculate(Number(fields[field]), Number(value));
        }
        catch (OverflowException)
        {
            throw Invalid("value");
        }
    }

    // In place, because one call may update a long list many times.
    private static void ChangeList(JsonObject fields, string field, Action<JsonArray> change)
    {
        if (fields[field] is not JsonArray list)
        {
            fields[field] = list = [];
        }

        change(list);
    }

    private static void RemoveAt(JsonArray list, int index)
    {
        if (index >= 0 && index < list.Count)
        {
            list.RemoveAt(index);
        }
    }

    private static decimal Number(JsonNode? node) => node switch
    {
        null => 0,
        JsonValue value when value.TryGetValue<decimal>(out var number) => number,
        _ => throw Invalid("value"),
    };

    private static InvalidFieldException Invalid(string param) => new(param, "The update cannot be applied.");
}
