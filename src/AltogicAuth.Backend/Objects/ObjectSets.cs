using System.Text.Json.Nodes;
using AltogicAuth.Backend.Data;
using AltogicAuth.Backend.Data.Queries;

namespace AltogicAuth.Backend.Objects;

/// <summary>Objects of any model but <c>users</c>, many at once. A write changes all of them or none.</summary>
internal sealed class ObjectSets(BackendDatabase database, SharedModels shared, BackendClock clock)
{
    /// <summary>How many objects one call changes or deletes.</summary>
    private const int MaxChanged = 1_000;

    private const int MaxSteps = 10_000;

    public Task<IReadOnlyList<JsonObject>> ListAsync(string model, ObjectQuery query, string userId) =>
        database.ReadAsync(c => ObjectQueries.ListAsync(c, shared.ReadableBy(userId, model), query));

    public Task<long> CountAsync(string model, Condition? filter, string userId) =>
        database.ReadAsync(c => ObjectQueries.CountAsync(c, shared.ReadableBy(userId, model), filter));

    /// <summary>Whether the fields of a user fulfil a condition.</summary>
    public Task<bool> MatchesAsync(JsonObject fields, Condition? filter) =>
        filter is null ? Task.FromResult(true) : database.ReadAsync(c => ObjectQueries.MatchesAsync(c, fields, filter));

    public Task<IReadOnlyList<JsonObject>> CreateAsync(string model, IEnumerable<JsonObject> values, string userId)
    {
        IReadOnlyList<JsonObject> created = [.. values.Select(value => ObjectStore.New(value, clock.Now))];
        return database.InTransactionAsync(async c =>
        {
            foreach (var fields in created)
            {
                await ObjectTable.InsertAsync(c, model, fields, userId);
            }

            return created;
        });
    }

    /// <summary>Changes the user's own objects, one by one, and returns how many there were.</summary>
    /// <param name="model">The model.</param>
    /// <param name="filter">Null for all.</param>
    /// <param name="userId">The owner.</param>
    /// <param name="change">What is done with each.</param>
    /// <param name="steps">How many steps that has: others wait while all of them are done.</param>
    public Task<int> ChangeAsync(string model, Condition? filter, string userId, Action<JsonObject> change, int steps = 1) => database.InTransactionAsync(async c =>
    {
        var ids = await ObjectQueries.LockAsync(c, new ObjectScope(model, userId), filter, MaxChanged + 1);
        RequireFew(ids.Count);
        if ((long)ids.Count * steps > MaxSteps)
        {
            throw new InvalidFieldException("updates", $"One call makes at most {MaxSteps} updates, those of all objects together.");
        }

        foreach (var id in ids)
        {
            var fields = (await ObjectTable.FindAsync(c, model, id, userId))!;
            change(fields);
            fields["updatedAt"] = Timestamps.Format(clock.Now);
            await ObjectTable.UpdateAsync(c, model, id, fields, userId);
        }

        return ids.Count;
    });

    /// <summary>Deletes the user's own objects, and returns how many there were.</summary>
    public Task<int> DeleteAsync(string model, Condition? filter, string userId) => database.InTransactionAsync(async c =>
    {
        var deleted = await ObjectQueries.DeleteAsync(c, new ObjectScope(model, userId), filter);
        RequireFew(deleted);
        return deleted;
    });

    private static void RequireFew(int count)
    {
        if (count > MaxChanged)
        {
            throw new InvalidFieldException("query", $"One call changes at most {MaxChanged} objects.");
        }
    }
}
