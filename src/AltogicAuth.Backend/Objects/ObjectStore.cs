using System.Text.Json.Nodes;
using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Objects;

/// <summary>
/// Objects of any model but <c>users</c>. Each belongs to the user who created it, and does not exist for others, unless its model is
/// shared.
/// </summary>
internal sealed class ObjectStore(BackendDatabase database, SharedModels shared, BackendClock clock)
{
    /// <summary>Null where the user may not read such an object.</summary>
    public Task<JsonObject?> FindAsync(string model, string id, string userId) => database.ReadAsync(c => shared.Contains(model)
        ? ObjectQueries.FindOfAnyUserAsync(c, model, id)
        : ObjectTable.FindAsync(c, model, id, userId));

    public async Task<JsonObject> CreateAsync(string model, JsonObject values, string userId)
    {
        var created = New(values, clock.Now);
        await database.WriteAsync(c => ObjectTable.InsertAsync(c, model, created, userId));
        return created;
    }

    /// <summary>Changes fields in one step.</summary>
    /// <exception cref="RejectedException">The user has no such object.</exception>
    public async Task<JsonObject> ChangeAsync(string model, string id, string userId, Action<JsonObject> change) => await database.InTransactionAsync(async c =>
    {
        if (await ObjectTable.LockAsync(c, model, id, userId) is not { } fields)
        {
            return null;
        }

        change(fields);
        fields["updatedAt"] = Timestamps.Format(clock.Now);
        await ObjectTable.UpdateAsync(c, model, id, fields, userId);
        return fields;
    }) ?? throw await RejectionAsync(model, id, userId);

    /// <exception cref="RejectedException">The user has no such object.</exception>
    public async Task DeleteAsync(string model, string id, string userId)
    {
        if (!await database.WriteAsync(c => ObjectTable.DeleteAsync(c, model, id, userId)))
        {
            throw await RejectionAsync(model, id, userId);
        }
    }

    /// <summary>An object with a new id, the time, and the values that a caller may set.</summary>
    public static JsonObject New(JsonObject values, DateTimeOffset now)
    {
        var created = NewSubObject(values);
        created["createdAt"] = Timestamps.Format(now);
        created["updatedAt"] = Timestamps.Format(now);
        FieldRules.RequireRecord(created, "values");
        return created;
    }

    /// <summary>An object in a field of another one.</summary>
    public static JsonObject NewSubObject(JsonObject values)
    {
        var created = new JsonObject { ["_id"] = Ids.New() };
        foreach (var (field, value) in values.Where(value => !FieldUpdates.Protected.Contains(value.Key)))
        {
            created[field] = value?.DeepClone();
        }

        return created;
    }

    // The object of a shared model is there for all to see, so that the response may say why it is not changed.
    private async Task<RejectedException> RejectionAsync(string model, string id, string userId) =>
        new(await FindAsync(model, id, userId) is null ? Rejection.ObjectNotFound : Rejection.NotOwner);
}
