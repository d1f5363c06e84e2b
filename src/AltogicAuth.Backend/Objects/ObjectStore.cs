using System.Text.Json.Nodes;
using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Objects;

/// <summary>Objects of any model but <c>users</c>. Each belongs to the user who created it, and does not exist for others.</summary>
internal sealed class ObjectStore(BackendDatabase database, BackendClock clock)
{
    public Task<JsonObject?> FindAsync(string model, string id, string userId) => database.ReadAsync(c => ObjectTable.FindAsync(c, model, id, userId));

    public async Task<JsonObject> CreateAsync(string model, JsonObject values, string userId)
    {
        var created = New(values);
        created["createdAt"] = Timestamps.Format(clock.Now);
        created["updatedAt"] = Timestamps.Format(clock.Now);
        FieldRules.RequireRecord(created, "values");
        await database.WriteAsync(c => ObjectTable.InsertAsync(c, model, created, userId));
        return created;
    }

    /// <summary>Changes fields in one step; null when the user has no such object.</summary>
    public Task<JsonObject?> ChangeAsync(string model, string id, string userId, Action<JsonObject> change) => database.InTransactionAsync(async c =>
    {
        if (await ObjectTable.FindAsync(c, model, id, userId) is not { } fields)
        {
            return null;
        }

        change(fields);
        fields["updatedAt"] = Timestamps.Format(clock.Now);
        await ObjectTable.UpdateAsync(c, model, id, fields, userId);
        return fields;
    });

    public Task<bool> DeleteAsync(string model, string id, string userId) => database.WriteAsync(c => ObjectTable.DeleteAsync(c, model, id, userId));

    /// <summary>An object with a new id and the values that a caller may set.</summary>
    public static JsonObject New(JsonObject values)
    {
        var created = new JsonObject { ["_id"] = Ids.New() };
        foreach (var (field, value) in values.Where(value => !FieldUpdates.Protected.Contains(value.Key)))
        {
            created[field] = value?.DeepClone();
        }

        return created;
    }
}
