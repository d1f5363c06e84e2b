using System.Net.Http.Json;
using Microsoft.Extensions.Options;

namespace AltogicAuth.Backend.Tests;

/// <summary>A shared model: all users read its objects, and only the owner of one changes it.</summary>
public sealed class SharedModelTests(SharedModelTests.Board board) : IClassFixture<SharedModelTests.Board>
{
    [Fact]
    public async Task Object_of_a_shared_model_is_read_by_every_user()
    {
        Assert.Equal("Hello", (string?)(await board.Bob.PostAsync("db/object/get", new { model = "posts", id = board.PostId })).Json!["title"]);
        Assert.Equal("Hello", (string?)(await board.Bob.PostAsync("db/get-single", new { model = "posts", query = new { expression = "title == 'Hello'" } })).Json!["title"]);
        var list = (await board.Bob.PostAsync("db/get-list", new { model = "posts", returnCountInfo = true })).Json!;
        Assert.Equal((1, 1), (list["data"]!.AsArray().Count, (int)list["info"]!["count"]!));
    }

    [Fact]
    public async Task Object_of_a_shared_model_needs_a_session_to_be_read() =>
        Assert.Equal("missing_session_token", (await board.Backend.NewCaller().PostAsync("db/object/get", new { model = "posts", id = board.PostId })).Code);

    [Theory]
    [InlineData("update")]
    [InlineData("update-fields")]
    [InlineData("set")]
    [InlineData("append")]
    [InlineData("delete")]
    public async Task Object_of_a_shared_model_is_changed_only_by_its_owner(string call)
    {
        var response = await board.Bob.SendAsync(HttpMethod.Post, $"db/object/{call}", JsonContent.Create(new
        {
            model = call is "set" or "append" ? "posts.title" : "posts",
            id = board.PostId,
            parentId = board.PostId,
            values = new { title = "x" },
            updates = new[] { new { field = "title", updateType = "set", value = "x" } },
        }));

        Assert.Equal((403, "not_allowed"), (response.Status, response.Code));
        Assert.Equal("Hello", (string?)(await board.Ann.PostAsync("db/object/get", new { model = "posts", id = board.PostId })).Json!["title"]);
    }

    [Fact]
    public async Task Query_changes_only_own_objects_of_a_shared_model()
    {
        Assert.Equal("""{"totalMatch":0,"updated":0}""", (await board.Bob.PostAsync("db/update", new { model = "posts", values = new { title = "x" } })).Body);
        Assert.Equal("""{"totalMatch":0,"deleted":0}""", (await board.Bob.PostAsync("db/delete", new { model = "posts" })).Body);
        Assert.Equal("""{"totalMatch":1,"updated":1}""", (await board.Ann.PostAsync("db/update", new { model = "posts", values = new { title = "Hello" } })).Body);
    }

    [Fact]
    public async Task Object_without_owner_is_invisible_in_a_shared_model_too()
    {
        const string id = "0123456789abcdef01234567";
        board.Backend.Sql($$"""insert into objects (model, id, fields) values ('posts', '{{id}}', '{"_id":"{{id}}"}')""");

        Assert.Equal("null", (await board.Bob.PostAsync("db/object/get", new { model = "posts", id })).Body);
        Assert.Equal("[]", (await board.Bob.PostAsync("db/get-list", new { model = "posts", query = new { expression = $"_id == '{id}'" } })).Body);
    }

    [Fact]
    public async Task Other_models_stay_their_owners()
    {
        var id = (string)(await board.Ann.PostAsync("db/object/create", new { model = "diaries", values = new { } })).Json!["_id"]!;

        Assert.Equal("null", (await board.Bob.PostAsync("db/object/get", new { model = "diaries", id })).Body);
        Assert.Equal("[]", (await board.Bob.PostAsync("db/get-list", new { model = "diaries" })).Body);
    }

    [Fact]
    public async Task Users_cannot_be_shared()
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => BackendHost.StartAsync(settings: [("SharedModels", "posts, users")]));

        Assert.Equal("Backend:SharedModels: users cannot be shared.", failure.Message);
    }

    /// <summary>Ann, who has a post, and Bob, who reads it.</summary>
    public sealed class Board : IAsyncLifetime
    {
        internal BackendHost Backend { get; private set; } = null!;

        internal Caller Ann { get; private set; } = null!;

        internal Caller Bob { get; private set; } = null!;

        internal string PostId { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            Backend = await BackendHost.StartAsync(settings: [("SharedModels", "posts, comments")]);
            (Ann, _, _, _) = await Backend.NewUserAsync();
            (Bob, _, _, _) = await Backend.NewUserAsync();
            PostId = (string)(await Ann.PostAsync("db/object/create", new { model = "posts", values = new { title = "Hello" } })).Json!["_id"]!;
        }

        public ValueTask DisposeAsync() => Backend.DisposeAsync();
    }
}
