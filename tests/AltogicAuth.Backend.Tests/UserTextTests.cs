using System.Text.Json.Nodes;

namespace AltogicAuth.Backend.Tests;

/// <summary>Fields of a user that clients read as text. With another type in them no client could read the user.</summary>
public sealed class UserTextTests
{
    public static TheoryData<string, string> Values => new MatrixTheoryData<string, string>(["name", "profilePicture"], ["5", "true", "{}", "[\"Ann\"]"]);

    [Theory]
    [MemberData(nameof(Values))]
    public async Task Sign_up_rejects_another_type(string field, string value)
    {
        await using var backend = await BackendHost.StartAsync();

        var response = await backend.NewCaller().PostAsync("auth/signup-email", new
        {
            email = "ann@example.test",
            password = "secret phrase",
            nameOrUserData = new JsonObject { [field] = JsonNode.Parse(value) },
        });

        AssertRejected(response, field);
    }

    [Theory]
    [MemberData(nameof(Values))]
    public async Task Update_rejects_another_type(string field, string value)
    {
        await using var backend = await BackendHost.StartAsync();
        var (ann, _, id, _) = await backend.NewUserAsync();

        var update = await ann.PostAsync("db/object/update", new { model = "users", id, values = new JsonObject { [field] = JsonNode.Parse(value) } });
        var set = await ann.PostAsync("db/object/update-fields", new { model = "users", id, updates = new[] { new { field, updateType = "set", value = JsonNode.Parse(value) } } });

        Assert.All([update, set], response => AssertRejected(response, field));
        Assert.Equal("Ann", (string?)(await ann.GetAsync("auth/user")).Json!["name"]);
    }

    [Theory]
    [InlineData("name")]
    [InlineData("profilePicture")]
    public async Task Updates_of_lists_and_numbers_and_sub_objects_are_rejected(string field)
    {
        await using var backend = await BackendHost.StartAsync();
        var (ann, _, id, _) = await backend.NewUserAsync();
        object Update(string updateType) => new { model = "users", id, updates = new[] { new { field, updateType, value = (object)1 } } };

        var push = await ann.PostAsync("db/object/update-fields", Update("push"));
        var subObject = await ann.PostAsync("db/object/set", new { model = $"users.{field}", parentId = id, values = new { a = 1 } });

        Assert.All([push, subObject], response => AssertRejected(response, field));
    }

    [Fact]
    public async Task Text_and_null_are_accepted()
    {
        await using var backend = await BackendHost.StartAsync();
        var (ann, _, id, _) = await backend.NewUserAsync();

        var update = await ann.PostAsync("db/object/update", new { model = "users", id, values = new { name = "Ada", profilePicture = (string?)null } });

        Assert.Equal((200, "Ada"), (update.Status, (string?)update.Json!["name"]));
    }

    private static void AssertRejected(ApiResult response, string field)
    {
        Assert.Equal((400, "validation_error"), (response.Status, response.Code));
        Assert.Equal(field, (string?)response.Json!["errors"]![0]!["details"]!["param"]);
    }
}
