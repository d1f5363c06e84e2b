using System.Net;

namespace AltogicAuth.Backend.Tests;

/// <summary>Files that everybody may fetch, over a socket: a real server is strict about headers.</summary>
public sealed class PublicFileTests
{
    [Theory]
    [InlineData("image/jpeg", true)]
    [InlineData("image/png", true)]
    [InlineData("image/webp", true)]
    [InlineData("image/gif", true)]
    [InlineData("image/avif", true)]
    [InlineData("video/mp4", true)]
    [InlineData("video/webm", true)]
    [InlineData("audio/mpeg", true)]
    [InlineData("audio/ogg", true)]
    [InlineData("text/plain; charset=utf-8", true)]
    [InlineData("IMAGE/PNG", true)]
    [InlineData("text/html", false)]
    [InlineData("Text/HTML; charset=utf-8", false)]
    [InlineData("image/svg+xml", false)]
    [InlineData("application/pdf", false)]
    [InlineData("application/xhtml+xml", false)]
    [InlineData("text/javascript", false)]
    [InlineData("application/octet-stream", false)]
    public async Task Public_file_is_inline_only_for_safe_types(string type, bool isInline)
    {
        await using var backend = await BackendHost.StartAsync(onSocket: true);
        var (ann, _, _, _) = await backend.NewUserAsync();
        var file = await ann.UploadAsync("dir/é \" 👩‍🚀.x", "<script>"u8.ToArray(), type);

        // Plain GET, no key and no session.
        using var browser = new HttpClient();
        var response = await browser.GetAsync((string)file.Json!["publicPath"]!);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(isInline ? type : "application/octet-stream", string.Join("; ", response.Content.Headers.GetValues("Content-Type")));
        Assert.Equal("<script>", await response.Content.ReadAsStringAsync());
        var disposition = response.Content.Headers.ContentDisposition;
        Assert.Equal(isInline ? (null, null) : ("attachment", "dir/é \" 👩‍🚀.x"), (disposition?.DispositionType, disposition?.FileNameStar));
        string Header(string name) => response.Headers.GetValues(name).Single();
        Assert.Equal("*", Header("Access-Control-Allow-Origin"));
        Assert.Equal("cross-origin", Header("Cross-Origin-Resource-Policy"));
        Assert.Equal("public, max-age=31536000", Header("Cache-Control"));
        Assert.Equal("default-src 'none'; sandbox", Header("Content-Security-Policy"));
        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
    }

    [Fact]
    public async Task Attachment_parameter_makes_a_picture_a_download()
    {
        await using var backend = await BackendHost.StartAsync(onSocket: true);
        var (ann, _, _, _) = await backend.NewUserAsync();
        var file = (await ann.UploadAsync("a.png", [1], "image/png")).Json!;

        var response = await ann.SendAsync(HttpMethod.Get, new Uri($"{file["publicPath"]}?attachment=true").PathAndQuery);

        Assert.Equal("image/png", response.Response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", response.Response.Content.Headers.ContentDisposition!.DispositionType);
    }

    [Fact]
    public async Task Private_file_is_403_and_unknown_file_404()
    {
        await using var backend = await BackendHost.StartAsync();
        var (ann, _, _, _) = await backend.NewUserAsync();
        var open = (await ann.UploadAsync("a.png", [1], "image/png")).Json!;
        var closed = (await ann.UploadAsync("b.png", [1], "image/png", "&options={\"isPublic\":false}")).Json!;
        var path = new Uri((string)open["publicPath"]!).AbsolutePath;

        var hidden = await ann.SendAsync(HttpMethod.Get, path.Replace((string)open["_id"]!, (string)closed["_id"]!));

        Assert.Null(closed["publicPath"]);
        Assert.Equal((403, "not_public"), (hidden.Status, hidden.Code));
        Assert.Equal(404, (await ann.SendAsync(HttpMethod.Get, path + "0")).Status);
        Assert.Equal(404, (await ann.SendAsync(HttpMethod.Get, path.Replace((string)open["bucketId"]!, "0123456789abcdef01234567"))).Status);
    }
}
