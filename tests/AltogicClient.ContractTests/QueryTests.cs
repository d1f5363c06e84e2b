using System.Text.Json.Nodes;

namespace Altogic.ContractTests;

/// <summary>Query calls of the client against our backend.</summary>
public sealed class QueryTests(Contract contract) : IClassFixture<Contract>
{
    private readonly AltogicClient _altogic = contract.Client;

    private QueryBuilder<JsonObject> Books => _altogic.Db.Model("books").Query;

    [Fact]
    public async Task Objects_are_created_in_one_call()
    {
        var session = await NewUserAsync();

        var created = (await Books.Omit("updatedAt").CreateAsync(session, Book("Notes", 3), Book("Sketch", 5))).Value;

        Assert.Equal(["Notes", "Sketch"], created.Select(Title));
        Assert.All(created, book => Assert.Equal((24, false), (((string)book["_id"]!).Length, book.ContainsKey("updatedAt"))));
    }

    [Fact]
    public async Task List_is_filtered_sorted_and_paged()
    {
        var session = await NewReaderAsync();
        var query = Books.Filter(Filter.GreaterThan("pages", 1) & Filter.NotEqual("title", "Sketch")).Sort("pages", SortDirection.Descending).Limit(2);

        var first = await query.GetListAsync(session, TestContext.Current.CancellationToken);
        var second = await query.Page(2).GetListAsync(session, TestContext.Current.CancellationToken);

        Assert.Equal(["Poems", "Letters"], first.Value.Select(Title));
        Assert.Equal(["Notes"], second.Value.Select(Title));
    }

    [Fact]
    public async Task Page_comes_with_the_figures_of_the_list()
    {
        var session = await NewReaderAsync();

        var page = (await Books.Limit(3).Page(2).GetPageAsync(session, TestContext.Current.CancellationToken)).Value;

        Assert.Equal(new CountInfo(5, 2, 2) { PageSize = 3 }, page.Info);
        Assert.Equal(2, page.Data.Count);
    }

    [Fact]
    public async Task Single_object_is_found_or_null()
    {
        var session = await NewReaderAsync();

        Assert.Equal("Poems", Title((await Books.Filter(Filter.Equal("pages", 20)).GetSingleAsync(session, TestContext.Current.CancellationToken)).Value!));
        Assert.Null((await Books.Filter(Filter.Equal("pages", 21)).GetSingleAsync(session, TestContext.Current.CancellationToken)).Value);
    }

    [Fact]
    public async Task Matching_objects_are_updated()
    {
        var session = await NewReaderAsync();
        var few = Books.Filter(Filter.LessThanOrEqual("pages", 3));

        Assert.Equal(new UpdateInfo(2, 2), (await few.UpdateAsync(session, new JsonObject { ["isThin"] = true })).Value);
        Assert.Equal(new UpdateInfo(2, 2), (await few.UpdateFieldsAsync(session, FieldUpdate.Multiply("pages", 100))).Value);

        var thin = (await Books.Filter(Filter.Equal("isThin", true)).Sort("pages").GetListAsync(session, TestContext.Current.CancellationToken)).Value;
        Assert.Equal([100, 300], thin.Select(book => (int)book["pages"]!));
    }

    [Fact]
    public async Task Matching_objects_are_deleted()
    {
        var session = await NewReaderAsync();

        Assert.Equal(new DeleteInfo(3, 3), (await Books.Filter(Filter.GreaterThanOrEqual("pages", 5)).DeleteAsync(session)).Value);
        Assert.Equal(2, (await Books.GetListAsync(session, TestContext.Current.CancellationToken)).Value.Count);
    }

    [Theory]
    [InlineData("' || this.title != '")]
    [InlineData("it's \\")]
    [InlineData("\\'\\\\'\"")]
    [InlineData("a\r\n\tb && c || (d == null)")]
    [InlineData("👩‍🚀 Ş")]
    [InlineData("")]
    public async Task Value_of_a_filter_stays_a_value(string title)
    {
        var session = await NewReaderAsync();
        await Books.CreateAsync(session, Book(title, 7));

        var found = (await Books.Filter(Filter.Equal("title", title)).GetListAsync(session, TestContext.Current.CancellationToken)).Value;

        Assert.Equal([title], found.Select(Title));
    }

    [Fact]
    public async Task Filter_finds_objects_by_time_and_type()
    {
        var session = await NewReaderAsync();
        var hour = TimeSpan.FromHours(1);

        Assert.Equal(5, await CountAsync(Filter.GreaterThan("createdAt", DateTimeOffset.Now - hour) & Filter.LessThan("createdAt", DateTimeOffset.Now + hour)));
        Assert.Equal(5, await CountAsync(Filter.IsNull("isDraft")));
        Assert.Equal(0, await CountAsync(Filter.IsNotNull("isDraft") | Filter.Equal("pages", "20") | Filter.Equal("pages", true)));
        Assert.Equal(2, await CountAsync(Filter.Equal("pages", 20.0) | Filter.Equal("pages", 3m)));

        async Task<int> CountAsync(Filter filter) => (await Books.Filter(filter).GetListAsync(session, TestContext.Current.CancellationToken)).Value.Count;
    }

    [Fact]
    public async Task Objects_of_another_user_are_not_reached()
    {
        await NewReaderAsync();
        var session = await NewUserAsync();

        Assert.Empty((await Books.GetListAsync(session, TestContext.Current.CancellationToken)).Value);
        Assert.Equal(new UpdateInfo(0, 0), (await Books.UpdateAsync(session, new JsonObject { ["title"] = "x" })).Value);
        Assert.Equal(new DeleteInfo(0, 0), (await Books.DeleteAsync(session)).Value);
    }

    [Fact]
    public async Task Users_see_themselves_only()
    {
        var (email, user, session) = await contract.NewUserAsync();

        Assert.Equal([user.Id], (await _altogic.Db.Users.Query.GetListAsync(session, TestContext.Current.CancellationToken)).Value.Select(found => found.Id));
        Assert.Equal(email, (await _altogic.Db.Users.Query.Filter(Filter.Equal("email", email)).GetSingleAsync(session, TestContext.Current.CancellationToken)).Value!.Email);
        Assert.Equal(1, (await _altogic.Db.Users.Query.GetPageAsync(session, TestContext.Current.CancellationToken)).Value.Info.Count);
        Assert.True((await _altogic.Db.Users.Query.DeleteAsync(session)).Error!.Has(ErrorCodes.NotAllowed));
    }

    [Fact]
    public async Task Query_is_rejected_without_a_session_and_over_its_limits()
    {
        var session = await NewUserAsync();
        var terms = Enumerable.Repeat(Filter.Equal("pages", 1), 21).Aggregate((left, right) => left | right);

        Assert.True((await Books.GetListAsync(null, TestContext.Current.CancellationToken)).Error!.Has(ErrorCodes.MissingSessionToken));
        Assert.Equal("expression", (await Books.Filter(terms).GetListAsync(session, TestContext.Current.CancellationToken)).Error!.Items[0].Param);
        Assert.Equal("limit", (await Books.Limit(101).GetListAsync(session, TestContext.Current.CancellationToken)).Error!.Items[0].Param);
        Assert.Equal("lookups", (await Books.Lookup("author").GetListAsync(session, TestContext.Current.CancellationToken)).Error!.Items[0].Param);
    }

    private async Task<SessionToken> NewUserAsync() => (await contract.NewUserAsync()).Session;

    /// <summary>A user with five books.</summary>
    private async Task<SessionToken> NewReaderAsync()
    {
        var session = await NewUserAsync();
        await Books.CreateAsync(session, Book("Notes", 3), Book("Sketch", 5), Book("Poems", 20), Book("Letters", 10), Book("Card", 1));
        return session;
    }

    private static JsonObject Book(string title, int pages) => new() { ["title"] = title, ["pages"] = pages };

    private static string Title(JsonObject book) => (string)book["title"]!;
}
