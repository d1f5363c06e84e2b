using System.Text;
using System.Text.Json.Nodes;

namespace AltogicAuth.Backend.Tests;

public sealed class StorageTests
{
    [Fact]
    public async Task Other_users_cannot_change_or_delete_stored_files()
    {
        await using var backend = await BackendHost.StartAsync();
        var (ann, _, _, _) = await backend.NewUserAsync();
        var (bob, _, _, _) = await backend.NewUserAsync();
        var file = (await ann.UploadAsync("a.png", [1, 2, 3], "image/png")).Json!;

        Assert.Equal(403, (await bob.PostAsync("storage/delete-file", new { fileUrl = (string)file["publicPath"]! })).Status);
        Assert.Equal(403, (await bob.PostAsync("storage/bucket/file/delete", new { file = "a.png", bucket = "root" })).Status);
        Assert.Equal(403, (await bob.PostAsync("storage/bucket/file/make-private", new { file = "a.png", bucket = "root" })).Status);
        Assert.Equal(200, (await bob.PostAsync("storage/bucket/delete-files", new { fileNamesOrIds = new[] { "a.png" }, bucket = "root" })).Status);
        Assert.Equal(200, (await ann.PostAsync("storage/bucket/file/get", new { file = "a.png", bucket = "root" })).Status);
        Assert.Equal("missing_session_token", (await backend.NewCaller().UploadAsync("x", [1], "image/png")).Code);
    }

    [Theory]
    [InlineData("make-private", 200)]
    [InlineData("make-public", 200)]
    [InlineData("update", 400)]
    public async Task Root_bucket_calls_change_own_files_only(string call, int status)
    {
        await using var backend = await BackendHost.StartAsync();
        var (ann, _, _, _) = await backend.NewUserAsync();
        var (bob, _, _, _) = await backend.NewUserAsync();
        var isPublic = call == "make-private";
        var before = $"&options={{\"isPublic\":{(isPublic ? "true" : "false")}}}";
        await ann.UploadAsync("ann.png", [1], "image/png", before);
        await bob.UploadAsync("bob.png", [1], "image/png", before);

        var response = await bob.PostAsync($"storage/bucket/{call}", new { bucket = "root", includeFiles = true, newName = "x", isPublic = !isPublic });

        Assert.Equal(status, response.Status);
        Assert.Equal(isPublic, await IsPublicAsync(ann, "ann.png"));
        Assert.Equal(status == 200 ? !isPublic : isPublic, await IsPublicAsync(bob, "bob.png"));
        Assert.True((bool)(await ann.PostAsync("storage/bucket/get", new { bucket = "root" })).Json!["isPublic"]!);
        Assert.Equal("not_allowed", (await bob.PostAsync($"storage/bucket/{call}", new { bucket = "root", newName = "x" })).Code);
        Assert.Equal("not_allowed", (await bob.PostAsync("storage/bucket/add-tags", new { bucket = "root", tags = "mine" })).Code);
    }

    [Fact]
    public async Task Bucket_owner_cannot_change_files_of_others()
    {
        await using var backend = await BackendHost.StartAsync();
        var (ann, _, _, _) = await backend.NewUserAsync();
        var (bob, _, _, _) = await backend.NewUserAsync();
        await bob.PostAsync("storage/create-bucket", new { name = "bobs" });
        await ann.UploadAsync("ann.png", [1], "image/png", bucket: "bobs");
        await bob.UploadAsync("bob.png", [1], "image/png", bucket: "bobs");

        Assert.Equal(200, (await bob.PostAsync("storage/bucket/make-private", new { bucket = "bobs", includeFiles = true })).Status);

        Assert.True(await IsPublicAsync(ann, "ann.png", "bobs"));
        Assert.False(await IsPublicAsync(bob, "bob.png", "bobs"));
        Assert.Equal(403, (await ann.PostAsync("storage/bucket/make-public", new { bucket = "bobs", includeFiles = true })).Status);
    }

    [Theory]
    [InlineData("a.png", "a-1.png")]
    [InlineData("a", "a-1")]
    [InlineData(".env", ".env-1")]
    [InlineData("dir/.env", "dir/.env-1")]
    [InlineData("dir/a.b/x.tar.gz", "dir/a.b/x.tar-1.gz")]
    [InlineData("dir/a.b/x", "dir/a.b/x-1")]
    public async Task A_taken_name_gets_a_number_before_its_extension(string name, string next)
    {
        await using var backend = await BackendHost.StartAsync();
        var (ann, _, _, _) = await backend.NewUserAsync();

        Assert.Equal(name, (string?)(await ann.UploadAsync(name, [1], "image/png")).Json!["fileName"]);
        Assert.Equal(next, (string?)(await ann.UploadAsync(name, [1], "image/png")).Json!["fileName"]);
    }

    [Fact]
    public async Task File_named_like_another_id_hides_nothing()
    {
        await using var backend = await BackendHost.StartAsync();
        var (ann, _, _, _) = await backend.NewUserAsync();
        var (bob, _, _, _) = await backend.NewUserAsync();
        var root = (string)(await ann.PostAsync("storage/bucket/get", new { bucket = "root" })).Json!["_id"]!;

        await bob.PostAsync("storage/create-bucket", new { name = root });
        await bob.UploadAsync("bob.png", [1], "image/png");
        var file = (string)(await ann.UploadAsync("ann.png", [1], "image/png")).Json!["_id"]!;
        await bob.PostAsync("storage/bucket/file/rename", new { bucket = "root", file = "bob.png", newName = file });

        Assert.Equal("root", (string?)(await ann.PostAsync("storage/bucket/get", new { bucket = root })).Json!["name"]);
        Assert.Equal("ann.png", (string?)(await ann.PostAsync("storage/bucket/file/get", new { bucket = "root", file })).Json!["fileName"]);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("1", true)]
    [InlineData("{}", true)]
    [InlineData("\"x\"", true)]
    [InlineData("false", false)]
    [InlineData("0", false)]
    [InlineData("\"\"", false)]
    [InlineData("null", false)]
    public async Task Truthy_returnCountInfo_asks_for_the_count(string flag, bool isCounted)
    {
        await using var backend = await BackendHost.StartAsync();
        var (ann, _, _, _) = await backend.NewUserAsync();
        await ann.UploadAsync("a.png", [1], "image/png");

        var response = await ann.PostAsync("storage/bucket/list-files", new { bucket = "root", options = new { page = int.MaxValue, returnCountInfo = JsonNode.Parse(flag) } });

        Assert.Equal(isCounted, response.Json is JsonObject);
        Assert.Empty((isCounted ? response.Json!["data"]! : response.Json!).AsArray());
    }

    [Fact]
    public async Task Too_large_missing_and_malformed_uploads_are_rejected()
    {
        await using var backend = await BackendHost.StartAsync(settings: [("MaxFileBytes", "1000")]);
        var (ann, _, _, _) = await backend.NewUserAsync();
        const string upload = "/e:local/_api/rest/v1/storage/bucket/upload-formdata?bucket=root&fileName=a";

        Assert.Equal("request_body_size_too_large", (await ann.UploadAsync("a", new byte[1001], "image/png")).Code);
        Assert.Equal("validation_error", (await ApiResult.ReadAsync(await ann.Http.PostAsync(upload, new MultipartFormDataContent { { new StringContent("x"), "field" } }, TestContext.Current.CancellationToken))).Code);
        // What the official client's bundled fetch makes of a Blob.
        Assert.Equal(415, (int)(await ann.Http.PostAsync(upload, new StringContent("[object FormData]", Encoding.UTF8, "text/plain"), TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task Deleting_a_user_deletes_sessions_and_tokens()
    {
        await using var backend = await BackendHost.StartAsync();
        var (ann, email, id, _) = await backend.NewUserAsync();
        await ann.PostAsync($"auth/send-magic?email={email}");

        Assert.Equal(200, (await ann.PostAsync("db/object/delete", new { id, model = "users" })).Status);

        Assert.Equal("invalid_session_token", (await ann.GetAsync("auth/user")).Code);
        Assert.Contains("status=400", (await ann.OpenMailedLinkAsync(email, "magic-link")).Query);
    }

    private static async Task<bool> IsPublicAsync(Caller caller, string file, string bucket = "root") =>
        (bool)(await caller.PostAsync("storage/bucket/file/get", new { file, bucket })).Json!["isPublic"]!;
}
