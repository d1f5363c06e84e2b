using System.Text.Json.Nodes;
using AltogicAuth.Backend.Data.Queries;
using AltogicAuth.Backend.Objects.Expressions;

namespace AltogicAuth.Backend.Objects;

/// <summary>The member <c>query</c> of a call. A member that is missing or null has its default.</summary>
internal static class QueryReader
{
    private const int MaxLimit = 100;
    private const int MaxSortKeys = 10;

    /// <exception cref="InvalidFieldException">A member is not what it should be.</exception>
    public static ObjectQuery Read(JsonObject body)
    {
        var query = body.Object("query") ?? [];
        if (query["lookups"] is not (null or JsonArray { Count: 0 }))
        {
            throw new InvalidFieldException("lookups", "Lookups are not available here.");
        }

        return new ObjectQuery(
            ExpressionParser.Parse(Expression(query)),
            Sort(query),
            Number(query, "page", 1, int.MaxValue, otherwise: 1),
            Number(query, "limit", 1, MaxLimit, otherwise: MaxLimit),
            [.. List(query, "omit").Select(field => Field(field as JsonValue, "omit"))]);
    }

    private static string? Expression(JsonObject query) => query["expression"] is null
        ? null
        : query.Text("expression") ?? throw new InvalidFieldException("expression", "This is not a text.", query["expression"]);

    // Without a sort the oldest comes first, so that the pages of a list do not overlap.
    private static IReadOnlyList<SortKey> Sort(JsonObject query)
    {
        var keys = List(query, "sort");
        if (keys.Count > MaxSortKeys)
        {
            throw new InvalidFieldException("sort", $"A list is sorted by at most {MaxSortKeys} fields.");
        }

        return keys is [] ? [new SortKey(FieldPath.CreatedAt)] : [.. keys.Select(key => ToSortKey(key as JsonObject))];
    }

    private static SortKey ToSortKey(JsonObject? key) => new(Field(key?["field"] as JsonValue, "sort"), key.Text("direction") switch
    {
        "asc" => false,
        "desc" => true,
        _ => throw new InvalidFieldException("sort", "A direction is asc or desc."),
    });

    private static FieldPath Field(JsonValue? name, string param) => name is not null && name.TryGetValue<string>(out var text) && FieldPath.TryParse(text, out var field)
        ? field
        : throw new InvalidFieldException(param, "The name of a field has letters, digits and underscores, with dots for fields inside.", name);

    private static int Number(JsonObject query, string name, int least, int most, int otherwise)
    {
        if (query[name] is null)
        {
            return otherwise;
        }

        return query.Number(name) is { } number && number >= least && number <= most
            ? number
            : throw new InvalidFieldException(name, $"This is not a whole number from {least} to {most}.", query[name]);
    }

    private static JsonArray List(JsonObject query, string name) => query[name] switch
    {
        null => [],
        JsonArray list => list,
        _ => throw new InvalidFieldException(name, "This is not a list."),
    };
}
