using Dapper;

namespace AltogicAuth.Backend.Data.Queries;

/// <summary>
/// The clauses of one statement, with their parameters. Everything that a caller wrote is a parameter, names of fields included. None
/// of it is in the SQL.
/// </summary>
internal sealed class QuerySql(IJsonDialect json)
{
    private int _count;

    public DynamicParameters Parameters { get; } = new();

    /// <summary>No user can access objects without an owner.</summary>
    public string Where(ObjectScope scope, Condition? filter)
    {
        Parameters.Add("model", scope.Model);
        Parameters.Add("ownerId", scope.OwnerId);
        var owner = scope.OwnerId is null ? "user_id is not null" : "user_id = @ownerId";
        return filter is null ? $"where model = @model and {owner}" : $"where model = @model and {owner} and ({Matches(filter)})";
    }

    public string OrderBy(IEnumerable<SortKey> sort) => $"order by {string.Concat(sort.Select(Keys))}id";

    public string Page(int page, int limit)
    {
        Parameters.Add("limit", limit);
        Parameters.Add("skipped", (page - 1L) * limit);
        return "limit @limit offset @skipped";
    }

    public string Matches(Condition condition) => condition switch
    {
        AllOf all => string.Join(" and ", all.Conditions.Select(part => $"({Matches(part)})")),
        AnyOf any => string.Join(" or ", any.Conditions.Select(part => $"({Matches(part)})")),
        FieldCondition field => Matches(field),
        _ => throw new InvalidOperationException($"No SQL for {condition.GetType().Name}."),
    };

    private string Matches(FieldCondition condition)
    {
        var path = Add(json.PathOf(condition.Field));
        return condition.Value switch
        {
            null => condition.Comparison == Comparison.Equal ? json.IsMissing(path) : $"not ({json.IsMissing(path)})",
            string text => Compare(json.Text(path), condition.Comparison, Add(text)),
            decimal number => Compare(json.Number(path), condition.Comparison, Add(json.NumberOf(number))),
            bool flag => Compare(json.Boolean(path), condition.Comparison, Add(flag)),
            _ => throw new InvalidOperationException($"No SQL for a {condition.Value.GetType().Name}."),
        };
    }

    // A field of another type is null here. It is unequal to every value, and a comparison with null matches nothing.
    private static string Compare(string field, Comparison comparison, string value) => comparison switch
    {
        Comparison.Equal => $"{field} = {value}",
        Comparison.NotEqual => $"{field} is distinct from {value}",
        Comparison.Less => $"{field} < {value}",
        Comparison.LessOrEqual => $"{field} <= {value}",
        Comparison.Greater => $"{field} > {value}",
        Comparison.GreaterOrEqual => $"{field} >= {value}",
        _ => throw new InvalidOperationException($"No SQL for {comparison}."),
    };

    private string Keys(SortKey key)
    {
        var path = Add(json.PathOf(key.Field));
        var direction = key.IsDescending ? " desc" : "";
        return $"{json.TypeRank(path)}{direction}, {json.Number(path)}{direction}, {json.Text(path)}{direction}, ";
    }

    private string Add(object value)
    {
        var name = $"p{_count++}";
        Parameters.Add(name, value);
        return $"@{name}";
    }
}
