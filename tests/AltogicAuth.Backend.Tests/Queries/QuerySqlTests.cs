using AltogicAuth.Backend.Data.Queries;
using AltogicAuth.Backend.Objects.Expressions;

namespace AltogicAuth.Backend.Tests.Queries;

/// <summary>The SQL of a query on both databases. Nothing that a caller wrote is in it.</summary>
public sealed class QuerySqlTests
{
    private static readonly IJsonDialect[] Dialects = [new SqliteJson(), new PostgreSqlJson()];

    [Fact]
    public void SQLite_compares_values_of_one_type() => Assert.Equal(
        [
            "case json_type(fields, @p0) when 'text' then json_extract(fields, @p0) end = @p1",
            "case when json_type(fields, @p0) in ('integer', 'real') then json_extract(fields, @p0) end >= @p1",
            "case json_type(fields, @p0) when 'true' then true when 'false' then false end is distinct from @p1",
            "not (coalesce(json_type(fields, @p0), 'null') = 'null')",
        ],
        Terms(new SqliteJson()));

    [Fact]
    public void PostgreSQL_casts_only_values_of_the_type() => Assert.Equal(
        [
            "(case jsonb_typeof(fields #> string_to_array(@p0, '.')) when 'string' then fields #>> string_to_array(@p0, '.') end) collate \"C\" = @p1",
            "case jsonb_typeof(fields #> string_to_array(@p0, '.')) when 'number' then cast(fields #>> string_to_array(@p0, '.') as numeric) end >= @p1",
            "case jsonb_typeof(fields #> string_to_array(@p0, '.')) when 'boolean' then cast(fields #>> string_to_array(@p0, '.') as boolean) end is distinct from @p1",
            "not (coalesce(jsonb_typeof(fields #> string_to_array(@p0, '.')), 'null') = 'null')",
        ],
        Terms(new PostgreSqlJson()));

    [Fact]
    public void Objects_have_an_owner_in_every_query()
    {
        var filter = ExpressionParser.Parse("a == 1 || b == 2");

        Assert.All(Dialects, json =>
        {
            Assert.StartsWith("where model = @model and user_id = @ownerId and ((", new QuerySql(json).Where(new ObjectScope("books", "ann"), filter));
            Assert.StartsWith("where model = @model and user_id is not null and ((", new QuerySql(json).Where(new ObjectScope("books", null), filter));
            Assert.Equal("where model = @model and user_id = @ownerId", new QuerySql(json).Where(new ObjectScope("books", "ann"), null));
        });
    }

    [Fact]
    public void Sort_ends_with_the_id()
    {
        Assert.True(FieldPath.TryParse("title", out var title));

        Assert.All(Dialects, json =>
        {
            Assert.Equal("order by id", new QuerySql(json).OrderBy([]));
            Assert.Matches("^order by case .* desc, case .* desc, .*case .* desc, id$", new QuerySql(json).OrderBy([new SortKey(title!, IsDescending: true)]));
        });
    }

    [Fact]
    public void SQL_has_no_text_of_the_caller()
    {
        Assert.True(FieldPath.TryParse("caller.sorted", out var sorted));

        Assert.All(Dialects, json =>
        {
            var sql = new QuerySql(json);
            var text = sql.Where(new ObjectScope("caller", "caller"), ExpressionParser.Parse("caller.field == 'caller' && caller < 424242 || caller == null"))
                + sql.OrderBy([new SortKey(sorted!)]) + sql.Page(424242, 424242);

            Assert.DoesNotContain("caller", text);
            Assert.DoesNotContain("424242", text);
            Assert.Contains(sql.Parameters.ParameterNames, name => sql.Parameters.Get<object>(name) is string value && value.Contains("sorted"));
        });
    }

    private static IEnumerable<string> Terms(IJsonDialect json) =>
        ((string[])["a == 'x'", "a >= 1.5", "a != true", "a != null"]).Select(term => new QuerySql(json).Matches(ExpressionParser.Parse(term)!));
}
