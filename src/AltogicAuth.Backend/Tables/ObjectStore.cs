using System.Text.Json.Nodes;
using AltogicAuth.Backend.Wire;

namespace AltogicAuth.Backend.Tables;

/// <summary>
/// Objects of every model by one set of verbs, each for a user to whom it belongs; <c>users</c> have a table of their own, and each user
/// is their own.
/// </summary>
internal sealed class ObjectStore(Users users, Objects objects)
{
    public JsonObject? Find(string model, string id, string userId) =>
        model == Users.Model ? users.Find(userId)?.Fields : objects.Find(model, id, userId);

    public Task AddAsync(string model, JsonObject fields, string userId) => objects.AddAsync(model, fields, userId);

    public async Task<JsonObject> ChangeAsync(string model, string id, string userId, Action<JsonObject> change)
    {
        if (model == Users.Model)
        {
            return (await users.ChangeAsync(userId, change))?.Fields ?? throw ApiFailure.NotFound("user_not_found", "The user does not exist.");
        }

        return await objects.ChangeAsync(model, id, userId, change) ?? throw Missing();
    }

    public async Task DeleteAsync(string model, string id, string userId)
    {
        var deleted = model == Users.Model ? await users.DeleteAsync(userId) : await objects.DeleteAsync(model, id, userId);
        if (!deleted)
        {
            throw Missing();
        }
    }

    private static ApiFailure Missing() => ApiFailure.NotFound("object_not_found", "The object does not exist.");
}
