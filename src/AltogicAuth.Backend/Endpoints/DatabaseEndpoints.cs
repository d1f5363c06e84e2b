using System.Text.Json.Nodes;
using AltogicAuth.Backend.Tables;
using AltogicAuth.Backend.Wire;

namespace AltogicAuth.Backend.Endpoints;

/// <summary>
/// Objects by id, section 3 of Altogic's API. A live session is needed for all: users reach themselves and
/// the objects that they made; those of others do not exist for them.
/// </summary>
internal static class DatabaseEndpoints
{
    public static void MapDatabase(this IEndpointRouteBuilder endpoints)
    {
        var objects = endpoints.MapGroup("/_api/rest/v1/db/object");
        objects.MapPost("/get", (MemberCall call, ObjectStore store) =>
            ApiAnswer.Json(store.Find(Model(call), Id(call), call.UserId)));
        objects.MapPost("/create", async (MemberCall call, ObjectStore store, BackendClock clock) =>
        {
            var model = Model(call);
            if (model == Users.Model)
            {
                throw new ApiFailure(401, "not_allowed", "Users are made by signing up.");
            }

            var created = NewObject(call);
            created["createdAt"] = Ids.Time(clock.Now);
            created["updatedAt"] = Ids.Time(clock.Now);
            SizeLimits.RequireRecord(created, "values");
            await store.AddAsync(model, created, call.UserId);
            return ApiAnswer.Json(created);
        });
        objects.MapPost("/update", async (MemberCall call, ObjectStore store) =>
        {
            var (model, id, values) = (Model(call), Id(call), Values(call));
            RejectProtected(model, values.Select(value => value.Key));
            return ApiAnswer.Json(await store.ChangeAsync(model, id, call.UserId, fields =>
            {
                foreach (var (field, value) in values)
                {
                    fields[field] = value?.DeepClone();
                }

                SizeLimits.RequireRecord(fields, "values");
            }));
        });
        objects.MapPost("/update-fields", async (MemberCall call, ObjectStore store) =>
        {
            var (model, id) = (Model(call), Id(call));
            var updates = (call.Body["updates"] as JsonArray)?.OfType<JsonObject>().ToList() ?? [];
            RejectProtected(model, updates.Select(update => update.Text("field") ?? ""));
            return ApiAnswer.Json(await store.ChangeAsync(model, id, call.UserId, fields =>
            {
                foreach (var update in updates)
                {
                    FieldUpdates.Apply(fields, update);
                }

                SizeLimits.RequireRecord(fields, "updates");
            }));
        });
        objects.MapPost("/set", (MemberCall call, ObjectStore store) => AddSubObjectAsync(call, store, isList: false));
        objects.MapPost("/append", (MemberCall call, ObjectStore store) => AddSubObjectAsync(call, store, isList: true));
        objects.MapPost("/delete", (MemberCall call, ObjectStore store) => store.DeleteAsync(Model(call), Id(call), call.UserId));
    }

    // A sub-object lives in a field of its parent: "books.author" is the field "author" of a book.
    private static async Task<IResult> AddSubObjectAsync(MemberCall call, ObjectStore store, bool isList)
    {
        var (body, parentId) = (call.Body, call.Text("parentId"));
        if (call.Text("model").Split('.') is not [{ Length: > 0 } model, { Length: > 0 } field] || parentId.Length == 0)
        {
            throw ApiFailure.Invalid(("model", body["model"]?.DeepClone(), "A sub-object has a dotted model and a parentId."));
        }

        RequireSelf(call, model, parentId);
        RejectProtected(model, [field]);
        var added = NewObject(call);
        added["_parent"] = parentId;
        var top = await store.ChangeAsync(model, parentId, call.UserId, fields =>
        {
            if (isList)
            {
                var list = fields[field] as JsonArray ?? [];
                list.Add(added.DeepClone());
                SizeLimits.RequireItems(list.Count, "values");
                fields[field] = list.DeepClone();
            }
            else
            {
                fields[field] = added.DeepClone();
            }

            SizeLimits.RequireRecord(fields, "values");
        });
        return ApiAnswer.Json(body.Object("options").Flag("returnTop") == true ? top : added);
    }

    private static string Model(MemberCall call) => Required(call, "model");

    private static string Id(MemberCall call)
    {
        var id = Required(call, "id");
        RequireSelf(call, Model(call), id);
        return id;
    }

    private static string Required(MemberCall call, string name) =>
        call.Text(name) is { Length: > 0 } text ? text : throw ApiFailure.Invalid((name, null, "A value is missing."));

    // Said of every other id, whether or not it is a user's.
    private static void RequireSelf(MemberCall call, string model, string id)
    {
        if (model == Users.Model && id != call.UserId)
        {
            throw new ApiFailure(403, "not_allowed", "This user is somebody else.");
        }
    }

    private static JsonObject NewObject(MemberCall call)
    {
        var created = new JsonObject { ["_id"] = Ids.New() };
        foreach (var (field, value) in Values(call).Where(value => !FieldUpdates.Untouchable.Contains(value.Key)))
        {
            created[field] = value?.DeepClone();
        }

        return created;
    }

    private static JsonObject Values(MemberCall call) =>
        call.Body["values"] as JsonObject ?? throw ApiFailure.Invalid(("values", null, "Values are missing."));

    private static void RejectProtected(string model, IEnumerable<string> fields)
    {
        var forbidden = model == Users.Model ? UserFields.Protected : FieldUpdates.Untouchable;
        var rejected = fields.Where(forbidden.Contains).ToArray();
        if (rejected.Length > 0)
        {
            throw ApiFailure.Invalid([.. rejected.Select(field => (field, (JsonNode?)null, "This field cannot be set."))]);
        }
    }
}
