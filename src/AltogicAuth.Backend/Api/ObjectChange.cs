using System.Text.Json.Nodes;
using AltogicAuth.Backend.Objects;

namespace AltogicAuth.Backend.Api;

/// <summary>How a call changes the fields of an object, or of each of many.</summary>
internal static class ObjectChange
{
    /// <summary>Sets the fields that <c>values</c> names.</summary>
    /// <exception cref="InvalidFieldException">No caller may set one of them.</exception>
    public static Action<JsonObject> Values(SessionCall call, IReadOnlySet<string> forbidden)
    {
        var values = call.Values();
        Reject(values.Select(value => value.Key), forbidden);
        return fields =>
        {
            foreach (var (field, value) in values)
            {
                fields[field] = value?.DeepClone();
            }

            FieldRules.RequireRecord(fields, "values");
        };
    }

    /// <summary>Applies the <c>updates</c> in their order.</summary>
    /// <exception cref="InvalidFieldException">No caller may set one of their fields.</exception>
    public static Action<JsonObject> Updates(SessionCall call, IReadOnlySet<string> forbidden)
    {
        var updates = (call.Body["updates"] as JsonArray)?.OfType<JsonObject>().ToList() ?? [];
        Reject(updates.Select(update => update.Text("field") ?? ""), forbidden);
        return fields =>
        {
            updates.ForEach(update => FieldUpdates.Apply(fields, update));
            FieldRules.RequireRecord(fields, "updates");
        };
    }

    public static void Reject(IEnumerable<string> fields, IReadOnlySet<string> forbidden) =>
        InvalidFieldException.ThrowIfAny([.. fields.Where(forbidden.Contains).Select(field => new InvalidField(field, "This field cannot be set."))]);
}
