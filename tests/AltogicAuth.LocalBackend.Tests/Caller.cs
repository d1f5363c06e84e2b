using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace AltogicAuth.LocalBackend.Tests;

/// <summary>Somebody who calls the API.</summary>
internal sealed class Caller(HttpClient http)
{
    private const string Api = "/e:local/_api/rest/v1/";

    public HttpClient Http { get; } = http;

    public Task<Answer> PostAsync(string path, object? body = null) =>
        SendAsync(HttpMethod.Post, path, body is null ? null : JsonContent.Create(body));

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    /// <summary>A path of the API, or one of this server.</summary>
    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path.StartsWith('/') ? path : Api + path) { Content = content };
        return await Answer.ReadAsync(await Http.SendAsync(request, TestContext.Current.CancellationToken));
    }

    public Task<Answer> UploadAsync(string name, byte[] content, string type, string query = "", string bucket = "root")
    {
        var part = new ByteArrayContent(content);
        part.Headers.TryAddWithoutValidation("Content-Type", type);
        return SendAsync(HttpMethod.Post, $"storage/bucket/upload-formdata?bucket={bucket}&fileName={Uri.EscapeDataString(name)}{query}",
            new MultipartFormDataContent { { part, "file", "blob" } });
    }

    /// <summary>Newest first; those to somebody, or all.</summary>
    public async Task<IReadOnlyList<JsonNode>> MailsAsync(string? to = null) =>
        [.. JsonNode.Parse(await Http.GetStringAsync("/e:local/_mail.json"))!.AsArray().Where(mail => to is null || (string?)mail!["to"] == to).Select(mail => mail!)];

    public async Task<Uri> OpenMailedLinkAsync(string to, string action)
    {
        var mail = (await MailsAsync(to)).First(mail => (string?)mail["action"] == action);
        var answer = await Http.GetAsync(new Uri((string)mail["link"]!).PathAndQuery, TestContext.Current.CancellationToken);
        return answer.Headers.Location!;
    }

    public async Task<string> AccessTokenAsync(string to, string action) =>
        System.Web.HttpUtility.ParseQueryString((await OpenMailedLinkAsync(to, action)).Query)["access_token"]!;
}
