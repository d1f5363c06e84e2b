using System.Text.Json.Nodes;
using AltogicAuth.Backend.Accounts;
using AltogicAuth.Backend.Data.Queries;
using AltogicAuth.Backend.Objects;

namespace AltogicAuth.Backend.Api;

/// <summary>
/// Objects by a query: section 3 of the contract. All calls need a live session and reach what calls by id reach. Of the users a
/// caller reads only itself.
/// </summary>
internal static class QueryEndpoints
{
    public static void MapQueries(this IEndpointRouteBuilder endpoints)
    {
        var queries = endpoints.MapGroup("/_api/rest/v1/db");
        queries.MapPost("/create", CreateAsync);
        queries.MapPost("/get-single", GetSingleAsync);
        queries.MapPost("/get-list", GetListAsync);
        queries.MapPost("/update", (SessionCall call, ObjectSets objects) => ChangeAsync(call, objects, ObjectChange.Values(call, FieldUpdates.Protected)));
        queries.MapPost("/update-fields", (SessionCall call, ObjectSets objects) => ChangeAsync(call, objects, ObjectChange.Updates(call, FieldUpdates.Protected), (call.Body["updates"] as JsonArray)?.Count ?? 1));
        queries.MapPost("/delete", DeleteAsync);
        foreach (var path in (string[])["/set", "/append", "/get-random", "/compute", "/search-text", "/fuzzy-search"])
        {
            queries.MapPost(path, IResult (SessionCall _) => throw NotAvailable());
        }

        queries.MapGet("/stats", async (HttpRequest request) =>
        {
            await request.RequireSessionAsync();
            throw NotAvailable();
        });
    }

    private static async Task<IResult> CreateAsync(SessionCall call, ObjectSets objects)
    {
        var (model, query) = (ModelToWrite(call), QueryReader.Read(call.Body));
        if (call.Body["values"] is not JsonArray list)
        {
            return ApiResponse.Json(Show((await objects.CreateAsync(model, [call.Values()], call.UserId))[0], query));
        }

        var values = list.Select(value => value as JsonObject ?? throw new InvalidFieldException("values", "This is not an object."));
        return ApiResponse.Json(Show(await objects.CreateAsync(model, values, call.UserId), query));
    }

    private static async Task<IResult> GetSingleAsync(SessionCall call, Users users, ObjectSets objects)
    {
        var query = QueryReader.Read(call.Body) with { Page = 1, Limit = 1 };
        var found = await ListAsync(call, query, users, objects);
        return ApiResponse.Json(found is [var first, ..] ? Show(first, query) : null);
    }

    private static async Task<IResult> GetListAsync(SessionCall call, Users users, ObjectSets objects)
    {
        var query = QueryReader.Read(call.Body);
        var page = Show(await ListAsync(call, query, users, objects), query);
        return ApiResponse.Json(call.Body["returnCountInfo"].IsTruthy()
            ? CountedPage.Of(page, await CountAsync(call, query, users, objects), query.Page, query.Limit)
            : page);
    }

    private static async Task<IResult> ChangeAsync(SessionCall call, ObjectSets objects, Action<JsonObject> change, int steps = 1)
    {
        var changed = await objects.ChangeAsync(ModelToWrite(call), QueryReader.Read(call.Body).Filter, call.UserId, change, steps);
        return ApiResponse.Json(new JsonObject { ["totalMatch"] = changed, ["updated"] = changed });
    }

    private static async Task<IResult> DeleteAsync(SessionCall call, ObjectSets objects)
    {
        var deleted = await objects.DeleteAsync(ModelToWrite(call), QueryReader.Read(call.Body).Filter, call.UserId);
        return ApiResponse.Json(new JsonObject { ["totalMatch"] = deleted, ["deleted"] = deleted });
    }

    private static async Task<IReadOnlyList<JsonObject>> ListAsync(SessionCall call, ObjectQuery query, Users users, ObjectSets objects)
    {
        var model = call.Required("model");
        if (model != Users.Model)
        {
            return await objects.ListAsync(model, query, call.UserId);
        }

        return query.Page == 1 && await FindSelfAsync(call, query.Filter, users, objects) is { } self ? [self] : [];
    }

    private static async Task<long> CountAsync(SessionCall call, ObjectQuery query, Users users, ObjectSets objects)
    {
        var model = call.Required("model");
        if (model != Users.Model)
        {
            return await objects.CountAsync(model, query.Filter, call.UserId);
        }

        return await FindSelfAsync(call, query.Filter, users, objects) is null ? 0 : 1;
    }

    private static async Task<JsonObject?> FindSelfAsync(SessionCall call, Condition? filter, Users users, ObjectSets objects) =>
        (await users.FindAsync(call.UserId))?.ToJson() is { } user && await objects.MatchesAsync(user, filter) ? user : null;

    private static string ModelToWrite(SessionCall call)
    {
        var model = call.Required("model");
        return model == Users.Model ? throw new ApiException(401, "not_allowed", "Users are not written by queries.") : model;
    }

    private static JsonObject Show(JsonObject fields, ObjectQuery query)
    {
        foreach (var field in query.Omit)
        {
            field.RemoveFrom(fields);
        }

        return fields;
    }

    private static JsonArray Show(IEnumerable<JsonObject> found, ObjectQuery query) => new([.. found.Select(fields => Show(fields, query))]);

    private static ApiException NotAvailable() => new(401, "not_allowed", "This call is not available here.");
}
