using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AltogicAuth.Backend.Data.Queries;
using AltogicAuth.Backend.Objects.Expressions;

namespace AltogicAuth.Backend.Tests.Queries;

/// <summary>Query calls: what they return and what they change.</summary>
public sealed partial class QueryTests(ThingsFixture things) : IClassFixture<ThingsFixture>
{
    private const string Model = ThingsFixture.Model;

    private readonly BackendHost _backend = things.Backend;

    public static TheoryData<string, string> InvalidQueries => new()
    {
        { """{"page":0}""", "page" },
        { """{"page":"2"}""", "page" },
        { """{"page":1.5}""", "page" },
        { """{"page":2147483648}""", "page" },
        { """{"limit":0}""", "limit" },
        { """{"limit":101}""", "limit" },
        { """{"limit":{}}""", "limit" },
        { """{"expression":5}""", "expression" },
        { """{"expression":{}}""", "expression" },
        { """{"sort":{"field":"a","direction":"asc"}}""", "sort" },
        { """{"sort":["a"]}""", "sort" },
        { """{"sort":[{"field":"a"}]}""", "sort" },
        { """{"sort":[{"field":"a","direction":"ASC; drop table objects"}]}""", "sort" },
        { """{"sort":[{"field":"a; drop table objects","direction":"asc"}]}""", "sort" },
        { """{"sort":[{"field":"a') desc --","direction":"asc"}]}""", "sort" },
        { """{"sort":[{"field":"","direction":"asc"}]}""", "sort" },
        { """{"omit":"a"}""", "omit" },
        { """{"omit":[1]}""", "omit" },
        { """{"omit":["a b"]}""", "omit" },
        { """{"lookups":[{"field":"a"}]}""", "lookups" },
        { """{"lookups":{}}""", "lookups" },
        { "5", "query" },
        { "[]", "query" },
    };

    [Theory]
    [MemberData(nameof(InvalidQueries))]
    public async Task Invalid_query_is_rejected(string query, string param)
    {
        foreach (var path in (string[])["create", "get-list", "get-single", "update", "update-fields", "delete"])
        {
            var response = await things.Ann.PostAsync($"db/{path}", new { model = Model, values = new { }, query = JsonNode.Parse(query) });

            Assert.Equal((400, "validation_error", param), (response.Status, response.Code, (string?)response.Json!["errors"]![0]!["details"]!["param"]));
        }
    }

    [Theory]
    [InlineData("asc", "missing null minus half ten huge text quotes accents object list no yes")]
    [InlineData("desc", "yes no list object accents quotes text huge ten half minus missing null")]
    public async Task Sort_orders_types_and_then_values(string direction, string names) => Assert.Equal(names, string.Join(' ', await things.NamesAsync(
        new { sort = new[] { new { field = "value", direction }, new { field = "name", direction = "asc" } } })));

    [Fact]
    public async Task Objects_of_equal_rank_are_sorted_by_the_next_key() => Assert.Equal(["minus", "half", "ten"], await things.NamesAsync(
        new { expression = "grade > 0", sort = new[] { new { field = "grade", direction = "asc" }, new { field = "value", direction = "asc" } } }));

    [Fact]
    public async Task Pages_of_a_list_without_a_sort_do_not_overlap()
    {
        var pages = new List<string>();
        for (var page = 1; page <= 4; page++)
        {
            pages.AddRange(await things.NamesAsync(new { page, limit = 5 }));
        }

        Assert.Equal(13, pages.Count);
        Assert.Equal(13, pages.Distinct().Count());
    }

    [Fact]
    public async Task Oldest_object_comes_first_without_a_sort()
    {
        var (ann, _, _, _) = await _backend.NewUserAsync();
        for (var number = 1; number <= 5; number++)
        {
            await ann.PostAsync("db/create", new { model = Model, values = new { number } });
            _backend.Clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        var list = (await ann.PostAsync("db/get-list", new { model = Model })).Json!.AsArray();

        Assert.Equal([1, 2, 3, 4, 5], list.Select(thing => (int)thing!["number"]!));
    }

    [Fact]
    public async Task List_has_count_and_pages_when_asked()
    {
        var response = (await things.Ann.PostAsync("db/get-list", new
        {
            model = Model,
            query = new { expression = "value != null", page = 3, limit = 5 },
            returnCountInfo = true,
        })).Json!;

        Assert.Single(response["data"]!.AsArray());
        Assert.Equal("""{"count":11,"totalPages":3,"pageSize":5,"currentPage":3}""", response["info"]!.ToJsonString());
    }

    [Fact]
    public async Task Page_after_the_last_is_empty() => Assert.Empty(await things.NamesAsync(new { page = int.MaxValue, limit = 100 }));

    [Fact]
    public async Task Page_has_100_rows_unless_limited()
    {
        var (ann, _, _, _) = await _backend.NewUserAsync();
        await ann.PostAsync("db/create", new { model = Model, values = Enumerable.Range(0, 101).Select(number => new { number }) });

        var list = (await ann.PostAsync("db/get-list", new { model = Model, returnCountInfo = true })).Json!;

        Assert.Equal((100, 101), (list["data"]!.AsArray().Count, (int)list["info"]!["count"]!));
    }

    [Fact]
    public async Task Omitted_fields_are_left_out()
    {
        var query = new { expression = "name == 'object'", omit = new[] { "value.inner", "createdAt", "name.inner", "nothing.inner", "updatedAt" } };

        var single = (await things.Ann.PostAsync("db/get-single", new { model = Model, query })).Json!.AsObject();
        var created = (await things.Ann.PostAsync("db/create", new { model = "others", values = new { value = new { inner = 1 } }, query })).Json!.AsObject();

        Assert.Equal(["_id", "name", "value"], single.Select(field => field.Key).Order());
        Assert.Equal("{}", single["value"]!.ToJsonString());
        Assert.Equal("{}", created["value"]!.ToJsonString());
    }

    [Fact]
    public async Task Single_object_is_the_first_or_null()
    {
        var sort = new[] { new { field = "value", direction = "desc" } };

        Assert.Equal("huge", (string?)(await things.Ann.PostAsync("db/get-single", new { model = Model, query = new { expression = "value > 0", sort, page = 7 } })).Json!["name"]);
        Assert.Equal("null", (await things.Ann.PostAsync("db/get-single", new { model = Model, query = new { expression = "value > 0 && value < 0" } })).Body);
    }

    [Fact]
    public async Task Object_is_created_like_one_by_id()
    {
        var values = new { _id = "x", _parent = "x", createdAt = "x", title = "Notes" };

        var created = (await things.Ann.PostAsync("db/create", new { model = "others", values })).Json!;

        Assert.Matches("^[0-9a-f]{24}$", (string?)created["_id"]);
        Assert.Equal((string?)created["createdAt"], (string?)created["updatedAt"]);
        Assert.NotEqual("x", (string?)created["createdAt"]);
        Assert.Equal(created.ToJsonString(), (await things.Ann.PostAsync("db/object/get", new { model = "others", id = (string)created["_id"]! })).Body);
    }

    [Fact]
    public async Task Creation_of_many_objects_is_all_or_nothing()
    {
        var tooLarge = Enumerable.Range(0, 27).ToDictionary(n => $"field{n}", _ => new string('x', 10_000));

        var rejected = await things.Ann.PostAsync("db/create", new { model = "many", values = new object[] { new { }, tooLarge } });
        var noObject = await things.Ann.PostAsync("db/create", new { model = "many", values = new object[] { new { }, 5 } });

        Assert.Equal(("validation_error", "validation_error"), (rejected.Code, noObject.Code));
        Assert.Empty((await things.Ann.PostAsync("db/get-list", new { model = "many" })).Json!.AsArray());
    }

    [Fact]
    public async Task Update_changes_the_objects_that_match()
    {
        var (ann, _, _, _) = await _backend.NewUserAsync();
        var created = (await ann.PostAsync("db/create", new { model = Model, values = Enumerable.Range(1, 5).Select(number => new { number }) })).Json!;
        _backend.Clock.Advance(TimeSpan.FromSeconds(1));

        var updated = await ann.PostAsync("db/update", new { model = Model, values = new { isLarge = true }, query = new { expression = "number > 3", page = 2, limit = 1 } });

        Assert.Equal("""{"totalMatch":2,"updated":2}""", updated.Body);
        var large = (await ann.PostAsync("db/get-list", new { model = Model, query = new { expression = "isLarge == true" } })).Json!.AsArray();
        Assert.Equal([4, 5], large.Select(thing => (int)thing!["number"]!).Order());
        Assert.All(large, thing => Assert.True(string.CompareOrdinal((string?)thing!["updatedAt"], (string?)created[0]!["updatedAt"]) > 0));
    }

    [Fact]
    public async Task Field_updates_change_each_object_from_its_own_value()
    {
        var (ann, _, _, _) = await _backend.NewUserAsync();
        await ann.PostAsync("db/create", new { model = Model, values = Enumerable.Range(1, 3).Select(number => new { number }) });

        var updated = await ann.PostAsync("db/update-fields", new { model = Model, updates = new[] { new { field = "number", updateType = "multiply", value = 10 } } });

        Assert.Equal("""{"totalMatch":3,"updated":3}""", updated.Body);
        Assert.Equal([10, 20, 30], (await ann.PostAsync("db/get-list", new { model = Model })).Json!.AsArray().Select(thing => (int)thing!["number"]!).Order());
    }

    [Fact]
    public async Task Update_that_fails_for_one_object_changes_none()
    {
        var (ann, _, _, _) = await _backend.NewUserAsync();
        await ann.PostAsync("db/create", new { model = Model, values = new object[] { new { number = 1 }, new { number = "text" } } });

        var rejected = await ann.PostAsync("db/update-fields", new { model = Model, updates = new[] { new { field = "number", updateType = "increment", value = 1 } } });

        Assert.Equal("validation_error", rejected.Code);
        Assert.Single((await ann.PostAsync("db/get-list", new { model = Model, query = new { expression = "number == 1" } })).Json!.AsArray());
    }

    [Theory]
    [InlineData("_id")]
    [InlineData("_parent")]
    [InlineData("createdAt")]
    [InlineData("updatedAt")]
    public async Task Query_cannot_set_a_protected_field(string field)
    {
        var values = new Dictionary<string, string> { [field] = "x" };
        var updates = new[] { new { field, updateType = "set", value = "x" } };

        Assert.Equal("validation_error", (await things.Ann.PostAsync("db/update", new { model = Model, values })).Code);
        Assert.Equal("validation_error", (await things.Ann.PostAsync("db/update-fields", new { model = Model, updates })).Code);
    }

    [Fact]
    public async Task Delete_removes_the_objects_that_match()
    {
        var (ann, _, _, _) = await _backend.NewUserAsync();
        await ann.PostAsync("db/create", new { model = Model, values = Enumerable.Range(1, 5).Select(number => new { number }) });

        var deleted = await ann.PostAsync("db/delete", new { model = Model, query = new { expression = "number != 2" } });

        Assert.Equal("""{"totalMatch":4,"deleted":4}""", deleted.Body);
        Assert.Equal(2, (int)Assert.Single((await ann.PostAsync("db/get-list", new { model = Model })).Json!.AsArray())!["number"]!);
    }

    [Fact]
    public async Task One_call_changes_at_most_1000_objects()
    {
        var (ann, _, _, _) = await _backend.NewUserAsync();
        await ann.PostAsync("db/create", new { model = Model, values = Enumerable.Range(1, 1_000).Select(number => new { number }) });
        await ann.PostAsync("db/create", new { model = Model, values = new { number = 1_001 } });

        var update = await ann.PostAsync("db/update", new { model = Model, values = new { isChanged = true } });
        var delete = await ann.PostAsync("db/delete", new { model = Model });

        Assert.Equal(("validation_error", "validation_error"), (update.Code, delete.Code));
        Assert.Equal(1_001, (int)(await ann.PostAsync("db/get-list", new { model = Model, returnCountInfo = true, query = new { expression = "isChanged == null" } })).Json!["info"]!["count"]!);
        Assert.Equal("""{"totalMatch":1000,"updated":1000}""", (await ann.PostAsync("db/update", new { model = Model, values = new { isChanged = true }, query = new { expression = "number <= 1000" } })).Body);
    }

    [Fact]
    public async Task Query_of_users_reads_only_the_caller()
    {
        var (ann, email, id, _) = await _backend.NewUserAsync();

        var list = await ann.PostAsync("db/get-list", new { model = "users", returnCountInfo = 1 });
        var single = await ann.PostAsync("db/get-single", new { model = "users", query = new { expression = "emailVerified == true", omit = new[] { "name" } } });

        Assert.Equal([id], list.Json!["data"]!.AsArray().Select(user => (string)user!["_id"]!));
        Assert.Equal(1, (int)list.Json!["info"]!["count"]!);
        Assert.Equal((email, null), ((string?)single.Json!["email"], (string?)single.Json!["name"]));
        Assert.Equal("[]", (await ann.PostAsync("db/get-list", new { model = "users", query = new { page = 2 } })).Body);
        Assert.Equal("[]", (await ann.PostAsync("db/get-list", new { model = "users", query = new { expression = $"_id != '{id}'" } })).Body);
        Assert.Equal("null", (await ann.PostAsync("db/get-single", new { model = "users", query = new { expression = "emailVerified == false" } })).Body);
    }

    [Theory]
    [InlineData("create")]
    [InlineData("update")]
    [InlineData("update-fields")]
    [InlineData("delete")]
    public async Task Query_of_users_writes_nothing(string path)
    {
        var (ann, _, _, _) = await _backend.NewUserAsync();
        var before = _backend.Sql("select * from users order by id");

        var response = await ann.PostAsync($"db/{path}", new { model = "users", values = new { name = "x" }, updates = new[] { new { field = "name", updateType = "set", value = "x" } } });

        Assert.Equal((401, "not_allowed"), (response.Status, response.Code));
        Assert.Equal(before, _backend.Sql("select * from users order by id"));
    }

    [Theory]
    [InlineData("set")]
    [InlineData("append")]
    [InlineData("get-random")]
    [InlineData("compute")]
    [InlineData("search-text")]
    [InlineData("fuzzy-search")]
    [InlineData("stats")]
    public async Task Other_query_calls_are_not_allowed(string path)
    {
        var response = await (path == "stats" ? things.Ann.GetAsync($"db/{path}") : things.Ann.PostAsync($"db/{path}", new { model = Model }));

        Assert.Equal((401, "not_allowed"), (response.Status, response.Code));
        response.AssertErrorForm();
    }

    [Theory]
    [InlineData("things' or '1'='1")]
    [InlineData("things\") or 1=1 --")]
    [InlineData("@ownerId")]
    public async Task Name_of_a_model_is_no_SQL(string model) =>
        Assert.Equal("[]", (await things.Ann.PostAsync("db/get-list", new { model })).Body);

    [Fact]
    public async Task One_call_makes_at_most_10_000_updates()
    {
        await using var backend = await BackendHost.StartAsync();
        var (ann, _, _, _) = await backend.NewUserAsync();
        await ann.PostAsync("db/create", new { model = "many", values = Enumerable.Range(0, 11).Select(n => new { n }) });
        Task<ApiResult> UpdateAsync(int updates) => ann.PostAsync("db/update-fields", new
        {
            model = "many",
            updates = Enumerable.Range(0, updates).Select(_ => new { field = "n", updateType = "increment", value = 1 }),
        });

        Assert.Equal((400, "validation_error"), Of(await UpdateAsync(1_000)));
        Assert.Equal((200, null), Of(await UpdateAsync(900)));

        static (int, string?) Of(ApiResult response) => (response.Status, response.Status == 200 ? null : response.Code);
    }

    [Theory, Trait("Database", "Sqlite")]
    [InlineData("select fields from objects WHERE ORDER PAGE")]
    [InlineData("select count(*) from objects WHERE")]
    [InlineData("delete from objects WHERE")]
    public void Query_reads_only_objects_of_its_user(string statement)
    {
        var sql = new QuerySql(new SqliteJson());
        var plan = _backend.Sql("explain query plan " + Parameter().Replace(
            statement
                .Replace("WHERE", sql.Where(new ObjectScope(Model, "ann"), ExpressionParser.Parse("value == 10")))
                .Replace("ORDER", sql.OrderBy([new SortKey(FieldPath.CreatedAt)]))
                .Replace("PAGE", sql.Page(1, 100)),
            "1"));

        Assert.Contains("USING INDEX objects_of_user", (string)plan[0][3]);
    }

    [GeneratedRegex(@"@\w+")]
    private static partial Regex Parameter();
}
