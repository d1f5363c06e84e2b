using System.Text.Json.Nodes;

namespace AltogicAuth.Backend;

/// <summary>A page of a list, with how many rows and pages the list has.</summary>
internal static class CountedPage
{
    public static JsonObject Of(JsonArray rows, long count, int page, int limit) => new()
    {
        ["data"] = rows,
        ["info"] = new JsonObject
        {
            ["count"] = count,
            ["totalPages"] = (count + limit - 1) / limit,
            ["pageSize"] = limit,
            ["currentPage"] = page,
        },
    };
}
