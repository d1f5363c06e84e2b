using System.Text.Json.Nodes;
using AltogicAuth.LocalBackend.Tables;
using AltogicAuth.LocalBackend.Wire;

namespace AltogicAuth.LocalBackend.Endpoints;

/// <summary>
/// Objects by id, section 3 of Altogic's API. A live session is needed for all; of <c>users</c> everybody reaches their own only.
/// </summary>
internal static class DatabaseEndpoints
{
    public static void MapDatabase(this IEndpointRouteBuilder endpoints)
    {
        var objects = endpoints.MapGroup("/_api/rest/v1/db/object");
        objects.MapPost("/get", async (HttpRequest request, ObjectStore store) =>
        {
            var call = await ReadAsync(request);
            return ApiAnswer.Json(store.Find(call.Model, call.Id));
        });
        objects.MapPost("/create", async (HttpRequest request, ObjectStore store, BackendClock clock) =>
        {
            var call = await ReadAsync(request, needsId: false);
            if (call.Model == Users.Model)
            {
                throw new ApiFailure(401, "not_allowed", "Users are made by signing up.");
            }

            var created = new JsonObject { ["_id"] = Ids.New() };
            foreach (var (field, value) in Values(call.Body).Where(field => !FieldUpdates.Untouchable.Contains(field.Key)))
            {
                created[field] = value?.DeepClone();
            }

            created["createdAt"] = Ids.Time(clock.Now);
            created["updatedAt"] = Ids.Time(clock.Now);
            await store.AddAsync(call.Model, created);
            return ApiAnswer.Json(created);
        });
        objects.MapPost("/update", async (HttpRequest request, ObjectStore store) =>
        {
            var call = await ReadAsync(request);
            var values = Values(call.Body);
            RefuseProtected(call.Model, values.Select(value => value.Key));
            return ApiAnswer.Json(await store.ChangeAsync(call.Model, call.Id, fields =>
            {
                foreach (var (field, value) in values)
                {
                    fields[field] = value?.DeepClone();
                }
            }));
        });
        objects.MapPost("/update-fields", async (HttpRequest request, ObjectStore store) =>
        {
            var call = await ReadAsync(request);
            var updates = (call.Body["updates"] as JsonArray)?.OfType<JsonObject>().ToList() ?? [];
            RefuseProtected(call.Model, updates.Select(update => update.Text("field") ?? ""));
            return ApiAnswer.Json(await store.ChangeAsync(call.Model, call.Id, fields =>
            {
                foreach (var update in updates)
                {
                    FieldUpdates.Apply(fields, update);
                }
            }));
        });
        objects.MapPost("/set", (HttpRequest request, ObjectStore store) => AddSubObjectAsync(request, store, isList: false));
        objects.MapPost("/append", (HttpRequest request, ObjectStore store) => AddSubObjectAsync(request, store, isList: true));
        objects.MapPost("/delete", async (HttpRequest request, ObjectStore store) =>
        {
            var call = await ReadAsync(request);
            await store.DeleteAsync(call.Model, call.Id);
        });
    }

    // A sub-object lives in a field of its parent: "books.author" is the field "author" of a book.
    private static async Task<IResult> AddSubObjectAsync(HttpRequest request, ObjectStore store, bool isList)
    {
        var (session, body) = await request.ReadJsonOfSessionAsync();
        if (body.Text("model")?.Split('.') is not [{ Length: > 0 } model, { Length: > 0 } field] || body.Text("parentId") is not { } parentId)
        {
            throw ApiFailure.Invalid(("model", body["model"]?.DeepClone(), "A sub-object has a dotted model and a parentId."));
        }

        RequireOwn(session, model, parentId);
        RefuseProtected(model, [field]);
        var added = Values(body).DeepClone().AsObject();
        added["_id"] = Ids.New();
        added["_parent"] = parentId;
        var top = await store.ChangeAsync(model, parentId, fields =>
        {
            if (isList)
            {
                var list = fields[field] as JsonArray ?? [];
                list.Add(added.DeepClone());
                fields[field] = list.DeepClone();
                return;
            }

            fields[field] = added.DeepClone();
        });
        return ApiAnswer.Json(body.Object("options").Flag("returnTop") == true ? top : added);
    }

    private static async Task<(string Model, string Id, JsonObject Body)> ReadAsync(HttpRequest request, bool needsId = true)
    {
        var (session, body) = await request.ReadJsonOfSessionAsync();
        var (model, id) = (body.Text("model"), body.Text("id") ?? "");
        if (string.IsNullOrEmpty(model) || needsId && id.Length == 0)
        {
            throw ApiFailure.Invalid((string.IsNullOrEmpty(model) ? "model" : "id", null, "A value is missing."));
        }

        RequireOwn(session, model, id);
        return (model, id, body);
    }

    private static void RequireOwn(SessionRecord session, string model, string id)
    {
        if (model == Users.Model && id.Length > 0 && id != session.UserId)
        {
            throw new ApiFailure(403, "not_allowed", "This user is somebody else.");
        }
    }

    private static JsonObject Values(JsonObject body) =>
        body["values"] as JsonObject ?? throw ApiFailure.Invalid(("values", null, "Values are missing."));

    private static void RefuseProtected(string model, IEnumerable<string> fields)
    {
        var forbidden = model == Users.Model ? UserFields.Protected : FieldUpdates.Untouchable;
        var refused = fields.Where(forbidden.Contains).ToArray();
        if (refused.Length > 0)
        {
            throw ApiFailure.Invalid([.. refused.Select(field => (field, (JsonNode?)null, "This field cannot be set."))]);
        }
    }
}
