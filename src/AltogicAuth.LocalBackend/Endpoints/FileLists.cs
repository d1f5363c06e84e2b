using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AltogicAuth.LocalBackend.Wire;

namespace AltogicAuth.LocalBackend.Endpoints;

/// <summary>
/// Lists of buckets and files: filtered, sorted, in pages. Of Altogic's expression language this backend reads
/// <c>this.field == 'text'</c>, several joined by <c>&amp;&amp;</c>.
/// </summary>
internal static partial class FileLists
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1_000;

    public static JsonNode Page(JsonObject body, IEnumerable<JsonObject> all)
    {
        var matching = Sort(all.Where(Filter(body.Text("expression"))), body["options"]?["sort"]).ToList();
        var options = body["options"];
        var limit = Math.Clamp(Number(options, "limit") ?? DefaultLimit, 1, MaxLimit);
        var page = Math.Max(1, Number(options, "page") ?? 1);
        var chosen = new JsonArray([.. matching.Skip((page - 1) * limit).Take(limit).Select(item => item.DeepClone())]);
        if (!IsTruthy((options as JsonObject)?["returnCountInfo"]))
        {
            return chosen;
        }

        return new JsonObject
        {
            ["data"] = chosen,
            ["info"] = new JsonObject
            {
                ["count"] = matching.Count,
                ["totalPages"] = (matching.Count + limit - 1) / limit,
                ["pageSize"] = limit,
                ["currentPage"] = page,
            },
        };
    }

    private static Func<JsonObject, bool> Filter(string? expression)
    {
        if (string.IsNullOrWhiteSpace(expression))
        {
            return _ => true;
        }

        var terms = expression.Split("&&").Select(term => Term().Match(term)).ToList();
        if (terms.Any(term => !term.Success))
        {
            throw ApiFailure.Invalid(("expression", expression, "The local backend reads this.field == 'text' only."));
        }

        return item => terms.All(term => item[term.Groups["field"].Value]?.ToString() == term.Groups["value"].Value);
    }

    private static IEnumerable<JsonObject> Sort(IEnumerable<JsonObject> items, JsonNode? sort)
    {
        if (sort is not JsonObject by || by.Text("field") is not { } field)
        {
            return items;
        }

        IComparable KeyOf(JsonObject item) => item[field] is JsonValue value && value.TryGetValue<long>(out var number)
            ? number.ToString("D20", System.Globalization.CultureInfo.InvariantCulture)
            : item[field]?.ToString() ?? "";
        return by.Text("direction") == "desc" ? items.OrderByDescending(KeyOf) : items.OrderBy(KeyOf);
    }

    private static int? Number(JsonNode? options, string name) =>
        options is JsonObject json && json[name] is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;

    private static bool IsTruthy(JsonNode? node) => node switch
    {
        null => false,
        JsonValue value when value.TryGetValue<bool>(out var flag) => flag,
        _ => true,
    };

    [GeneratedRegex(@"^\s*this\.(?<field>\w+)\s*={2,3}\s*(?<quote>['""]?)(?<value>[^'""]*)\k<quote>\s*$", RegexOptions.None, 1_000)]
    private static partial Regex Term();
}
