using System.Text.Json.Nodes;
using AltogicAuth.Backend.Accounts;
using AltogicAuth.Backend.Objects;

namespace AltogicAuth.Backend.Api;

/// <summary>
/// Objects by id: section 3 of the contract. All calls need a live session. Users reach themselves, the objects that they created,
/// and to read also those of shared models; all other objects do not exist for them.
/// </summary>
internal static class ObjectEndpoints
{
    public static void MapObjects(this IEndpointRouteBuilder endpoints)
    {
        var objects = endpoints.MapGroup("/_api/rest/v1/db/object");
        objects.MapPost("/get", GetAsync);
        objects.MapPost("/create", CreateAsync);
        objects.MapPost("/update", UpdateAsync);
        objects.MapPost("/update-fields", UpdateFieldsAsync);
        objects.MapPost("/set", (SessionCall call, Users users, ObjectStore store) => AddSubObjectAsync(call, users, store, isList: false));
        objects.MapPost("/append", (SessionCall call, Users users, ObjectStore store) => AddSubObjectAsync(call, users, store, isList: true));
        objects.MapPost("/delete", DeleteAsync);
    }

    private static async Task<IResult> GetAsync(SessionCall call, Users users, ObjectStore store)
    {
        var (model, id) = Target(call);
        return ApiResponse.Json(model == Users.Model ? (await users.FindAsync(id))?.ToJson() : await store.FindAsync(model, id, call.UserId));
    }

    private static async Task<IResult> CreateAsync(SessionCall call, ObjectStore store)
    {
        var model = call.Required("model");
        return model == Users.Model
            ? throw new ApiException(401, "not_allowed", "Users are created by sign-up.")
            : ApiResponse.Json(await store.CreateAsync(model, call.Values(), call.UserId));
    }

    private static async Task<IResult> UpdateAsync(SessionCall call, Users users, ObjectStore store)
    {
        var (model, id) = Target(call);
        var change = ObjectChange.Values(call, ForbiddenIn(model));
        return ApiResponse.Json(await ChangeAsync(model, id, call.UserId, users, store, change));
    }

    private static async Task<IResult> UpdateFieldsAsync(SessionCall call, Users users, ObjectStore store)
    {
        var (model, id) = Target(call);
        var change = ObjectChange.Updates(call, ForbiddenIn(model));
        return ApiResponse.Json(await ChangeAsync(model, id, call.UserId, users, store, change));
    }

    // A sub-object lives in a field of its parent: "books.author" is the field "author" of a book.
    private static async Task<IResult> AddSubObjectAsync(SessionCall call, Users users, ObjectStore store, bool isList)
    {
        var (body, parentId) = (call.Body, call.Text("parentId"));
        if (call.Text("model").Split('.') is not [{ Length: > 0 } model, { Length: > 0 } field] || parentId.Length == 0)
        {
            throw new InvalidFieldException("model", "A sub-object has a dotted model and a parentId.", body["model"]);
        }

        RequireSelf(call, model, parentId);
        ObjectChange.Reject([field], ForbiddenIn(model));
        var added = ObjectStore.NewSubObject(call.Values());
        added["_parent"] = parentId;
        var top = await ChangeAsync(model, parentId, call.UserId, users, store, fields =>
        {
            if (isList)
            {
                var list = fields[field] as JsonArray ?? [];
                list.Add(added.DeepClone());
                FieldRules.RequireItems(list.Count, "values");
                fields[field] = list.DeepClone();
            }
            else
            {
                fields[field] = added.DeepClone();
            }

            FieldRules.RequireRecord(fields, "values");
        });
        return ApiResponse.Json(body.Object("options").Flag("returnTop") == true ? top : added);
    }

    private static async Task DeleteAsync(SessionCall call, Users users, ObjectStore store)
    {
        var (model, id) = Target(call);
        if (model != Users.Model)
        {
            await store.DeleteAsync(model, id, call.UserId);
        }
        else if (!await users.DeleteAsync(id))
        {
            throw new RejectedException(Rejection.ObjectNotFound);
        }
    }

    private static async Task<JsonObject> ChangeAsync(
        string model, string id, string userId, Users users, ObjectStore store, Action<JsonObject> change) => model == Users.Model
        ? (await users.ChangeFieldsAsync(id, fields =>
        {
            change(fields);
            FieldRules.RequireTextOrNothing(fields, ProtectedFields.TextOfUser);
        }))?.ToJson() ?? throw new RejectedException(Rejection.UserNotFound)
        : await store.ChangeAsync(model, id, userId, change);

    private static (string Model, string Id) Target(SessionCall call)
    {
        var (model, id) = (call.Required("model"), call.Required("id"));
        RequireSelf(call, model, id);
        return (model, id);
    }

    // The response is the same for every other id, whether or not there is such a user.
    private static void RequireSelf(SessionCall call, string model, string id)
    {
        if (model == Users.Model && id != call.UserId)
        {
            throw new RejectedException(Rejection.NotOwner);
        }
    }

    private static IReadOnlySet<string> ForbiddenIn(string model) => model == Users.Model ? ProtectedFields.OfUser : FieldUpdates.Protected;
}
