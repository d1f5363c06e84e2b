using System.Net;
using System.Text;

namespace AltogicAuth.LocalBackend.Tests;

public sealed class StorageTests
{
    [Fact]
    public async Task Public_files_are_open_with_safe_headers_and_private_ones_are_not()
    {
        await using var backend = await BackendHost.StartAsync();
        var (ann, _, _, _) = await backend.NewUserAsync();
        var open = await ann.UploadAsync("a.png", [1, 2, 3], "image/png");
        var html = await ann.UploadAsync("a.html", "<script>"u8.ToArray(), "text/html");
        var closed = await ann.UploadAsync("b.png", [1], "image/png", "&options=%7B%22isPublic%22%3Afalse%7D");

        var shown = await ann.Http.GetAsync(new Uri((string)open.Json!["publicPath"]!).PathAndQuery, TestContext.Current.CancellationToken);
        Assert.Equal("image/png", shown.Content.Headers.ContentType!.MediaType);
        Assert.Equal("nosniff", shown.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("cross-origin", shown.Headers.GetValues("Cross-Origin-Resource-Policy").Single());
        var downloaded = await ann.Http.GetAsync(new Uri((string)html.Json!["publicPath"]!).PathAndQuery, TestContext.Current.CancellationToken);
        Assert.Equal("attachment", downloaded.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Null(closed.Json!["publicPath"]);
        var hidden = new Uri((string)open.Json["publicPath"]!).PathAndQuery.Replace((string)open.Json["_id"]!, (string)closed.Json["_id"]!);
        Assert.Equal(HttpStatusCode.Forbidden, (await ann.Http.GetAsync(hidden, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ann.Http.GetAsync(hidden + "0", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task What_somebody_stored_others_neither_change_nor_delete()
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

    [Fact]
    public async Task Too_large_missing_and_mangled_uploads_are_refused()
    {
        await using var backend = await BackendHost.StartAsync(settings: [("MaxFileBytes", "1000")]);
        var (ann, _, _, _) = await backend.NewUserAsync();
        const string upload = "/e:local/_api/rest/v1/storage/bucket/upload-formdata?bucket=root&fileName=a";

        Assert.Equal("request_body_size_too_large", (await ann.UploadAsync("a", new byte[1001], "image/png")).Code);
        Assert.Equal("validation_error", (await Answer.ReadAsync(await ann.Http.PostAsync(upload, new MultipartFormDataContent { { new StringContent("x"), "field" } }, TestContext.Current.CancellationToken))).Code);
        // What the official client's bundled fetch makes of a Blob.
        Assert.Equal(415, (int)(await ann.Http.PostAsync(upload, new StringContent("[object FormData]", Encoding.UTF8, "text/plain"), TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task Deleting_a_user_takes_sessions_and_tokens_along()
    {
        await using var backend = await BackendHost.StartAsync();
        var (ann, email, id, _) = await backend.NewUserAsync();
        await ann.PostAsync($"auth/send-magic?email={email}");

        Assert.Equal(200, (await ann.PostAsync("db/object/delete", new { id, model = "users" })).Status);

        Assert.Equal("invalid_session_token", (await ann.GetAsync("auth/user")).Code);
        Assert.Contains("status=400", (await ann.OpenMailedLinkAsync(email, "magic-link")).Query);
    }
}
