using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AltogicAuth.Backend.Storage;

/// <summary>
/// Lists of buckets and files: filtered, sorted, in pages. An expression has terms such as
/// <c>this.field == 'text'</c>, joined by <c>&amp;&amp;</c>.
/// </summary>
internal static class ListQuery
{
    private const int MaxLimit = 100;
    private const int MaxTerms = 20;

    // Without backtracking, because callers choose the expression.
    private static readonly Regex Term = new(
        """^\s*this\.(?<field>\w+)\s*={2,3}\s*(?:'(?<value>[^']*)'|"(?<value>[^"]*)"|(?<value>[^'"\s]+))\s*$""",
        RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1));

    public static JsonNode Page(JsonObject body, IEnumerable<JsonObject> all)
    {
        var options = body.Object("options");
        var limit = options.Number("limit") ?? MaxLimit;
        if (limit is < 1 or > MaxLimit)
        {
            throw new InvalidFieldException("limit", $"A page has 1 to {MaxLimit} rows.", limit);
        }

        var matching = Sort(all.Where(Filter(body.Text("expression"))), options?["sort"]).ToList();
        var page = Math.Max(1, options.Number("page") ?? 1);
        var skipped = (int)Math.Min((page - 1L) * limit, matching.Count);
        var chosen = new JsonArray([.. matching.Skip(skipped).Take(limit).Select(item => item.DeepClone())]);
        return (options?["returnCountInfo"]).IsTruthy() ? CountedPage.Of(chosen, matching.Count, page, limit) : chosen;
    }

    private static Func<JsonObject, bool> Filter(string? expression)
    {
        if (string.IsNullOrWhiteSpace(expression))
        {
            return _ => true;
        }

        FieldRules.RequireText(expression, "expression");
        var terms = expression.Split("&&");
        if (terms.Length > MaxTerms)
        {
            throw new InvalidFieldException("expression", $"An expression has at most {MaxTerms} terms.");
        }

        var wanted = terms.Select(term => Term.Match(term)).ToList();
        if (wanted.Any(term => !term.Success))
        {
            throw new InvalidFieldException("expression", "A term has the form this.field == 'text'.", expression);
        }

        var values = wanted.Select(term => (Field: term.Groups["field"].Value, Value: term.Groups["value"].Value)).ToList();
        return item => values.TrueForAll(value => item[value.Field]?.ToString() == value.Value);
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
}
