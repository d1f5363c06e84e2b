using System.Text.Json.Nodes;
using AltogicAuth.LocalBackend.Wire;

namespace AltogicAuth.LocalBackend.Tables;

/// <summary>Objects of every model by one set of verbs; <c>users</c> have a table of their own.</summary>
internal sealed class ObjectStore(Users users, Objects objects)
{
    public JsonObject? Find(string model, string id) =>
        model == Users.Model ? users.Find(id)?.Fields : objects.Find(model, id);

    public Task AddAsync(string model, JsonObject fields) => objects.AddAsync(model, fields);

    public async Task<JsonObject> ChangeAsync(string model, string id, Action<JsonObject> change)
    {
        if (model == Users.Model)
        {
            return (await users.ChangeAsync(id, change))?.Fields ?? throw ApiFailure.NotFound("user_not_found", "The user does not exist.");
        }

        return await objects.ChangeAsync(model, id, change) ?? throw Missing();
    }

    public async Task DeleteAsync(string model, string id)
    {
        var deleted = model == Users.Model ? await users.DeleteAsync(id) : await objects.DeleteAsync(model, id);
        if (!deleted)
        {
            throw Missing();
        }
    }

    private static ApiFailure Missing() => ApiFailure.NotFound("object_not_found", "The object does not exist.");
}
