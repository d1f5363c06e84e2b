using System.Net;
using System.Net.Http.Headers;

namespace AltogicAuth.Backend.Tests.Storage;

/// <summary>HEAD, ranges and conditional requests for public files, over a socket.</summary>
public sealed class FileRequestTests(FileRequestTests.PublicFile file) : IClassFixture<FileRequestTests.PublicFile>
{
    [Fact]
    public async Task Head_has_the_headers_of_get_and_no_body()
    {
        var head = await file.SendAsync(HttpMethod.Head);
        var get = await file.SendAsync(HttpMethod.Get);

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(file.Bytes.Length, head.Content.Headers.ContentLength);
        Assert.Empty(await BytesAsync(head));
        Assert.NotNull(get.Headers.ETag);
        Assert.NotNull(get.Content.Headers.LastModified);
        Assert.Equal((get.Headers.ETag, get.Content.Headers.LastModified), (head.Headers.ETag, head.Content.Headers.LastModified));
        Assert.Equal(file.Bytes, await BytesAsync(get));
    }

    [Theory]
    [InlineData(0, 9)]
    [InlineData(65_530, 65_545)]
    [InlineData(199_999, null)]
    [InlineData(null, 70_000)]
    public async Task Range_has_exactly_its_bytes(int? from, int? to)
    {
        var response = await file.SendAsync(HttpMethod.Get, request => request.Headers.Range = new RangeHeaderValue(from, to));

        var expected = from is { } start ? file.Bytes[start..((to ?? file.Bytes.Length - 1) + 1)] : file.Bytes[^to!.Value..];
        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal(expected, await BytesAsync(response));
        Assert.Equal(file.Bytes.Length, response.Content.Headers.ContentRange!.Length);
    }

    [Fact]
    public async Task Range_behind_the_end_is_416()
    {
        var response = await file.SendAsync(HttpMethod.Get, request => request.Headers.Range = new RangeHeaderValue(file.Bytes.Length, null));

        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, response.StatusCode);
    }

    [Fact]
    public async Task Known_version_is_304()
    {
        var known = await file.SendAsync(HttpMethod.Head);

        var byTag = await file.SendAsync(HttpMethod.Get, request => request.Headers.IfNoneMatch.Add(known.Headers.ETag!));
        var byTime = await file.SendAsync(HttpMethod.Get, request => request.Headers.IfModifiedSince = known.Content.Headers.LastModified);

        Assert.Equal((HttpStatusCode.NotModified, HttpStatusCode.NotModified), (byTag.StatusCode, byTime.StatusCode));
        Assert.Empty(await BytesAsync(byTag));
    }

    [Fact]
    public async Task Range_of_a_former_version_gets_the_whole_file()
    {
        var response = await file.SendAsync(HttpMethod.Get, request =>
        {
            request.Headers.Range = new RangeHeaderValue(0, 9);
            request.Headers.IfRange = new RangeConditionHeaderValue("\"former\"");
        });

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(file.Bytes, await BytesAsync(response));
    }

    [Fact]
    public async Task New_content_has_a_new_tag()
    {
        await using var backend = await BackendHost.StartAsync(onSocket: true);
        var (ann, _, _, _) = await backend.NewUserAsync();
        var path = new Uri((string)(await ann.UploadAsync("a.png", [1], "image/png")).Json!["publicPath"]!).AbsolutePath;
        var former = (await ann.SendAsync(HttpMethod.Get, path)).Response.Headers.ETag;

        await ann.SendAsync(
            HttpMethod.Post, "storage/bucket/file/replace-formdata?bucket=root&file=a.png", new MultipartFormDataContent { { new ByteArrayContent([2]), "file", "blob" } });

        Assert.NotEqual(former, (await ann.SendAsync(HttpMethod.Get, path)).Response.Headers.ETag);
    }

    private static Task<byte[]> BytesAsync(HttpResponseMessage response) => response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

    /// <summary>A public file of several chunks.</summary>
    public sealed class PublicFile : IAsyncLifetime
    {
        private readonly HttpClient _browser = new();
        private BackendHost _backend = null!;
        private string _address = "";

        public byte[] Bytes { get; } = StoredFiles.RandomBytes(200_000);

        public async ValueTask InitializeAsync()
        {
            _backend = await BackendHost.StartAsync(onSocket: true);
            var (ann, _, _, _) = await _backend.NewUserAsync();
            _address = (string)(await ann.UploadAsync("a.png", Bytes, "image/png")).Json!["publicPath"]!;
        }

        public Task<HttpResponseMessage> SendAsync(HttpMethod method, Action<HttpRequestMessage>? configure = null)
        {
            var request = new HttpRequestMessage(method, _address);
            configure?.Invoke(request);
            return _browser.SendAsync(request, TestContext.Current.CancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            _browser.Dispose();
            await _backend.DisposeAsync();
        }
    }
}
