using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace AltogicAuth.LocalBackend.Tests;

/// <summary>Somebody who calls the API.</summary>
internal sealed class Caller(HttpClient http)
{
    private const string Api = "/e:local/_api/rest/v1/";

    public HttpClient Http { get; } = http;

    public async Task<Answer> PostAsync(string path, object? body = null) =>
        await Answer.ReadAsync(await Http.PostAsync(Api + path, body is null ? null : JsonContent.Create(body), TestContext.Current.CancellationToken));

    public async Task<Answer> GetAsync(string path) =>
        await Answer.ReadAsync(await Http.GetAsync(Api + path, TestContext.Current.CancellationToken));

    public async Task<Answer> UploadAsync(string name, byte[] content, string type, string query = "")
    {
        var part = new ByteArrayContent(content);
        part.Headers.ContentType = new(type);
        return await Answer.ReadAsync(await Http.PostAsync($"{Api}storage/bucket/upload-formdata?bucket=root&fileName={name}{query}",
            new MultipartFormDataContent { { part, "file", "blob" } }, TestContext.Current.CancellationToken));
    }

    public async Task<IReadOnlyList<JsonNode>> MailsAsync(string to) =>
        [.. JsonNode.Parse(await Http.GetStringAsync("/e:local/_mail.json"))!.AsArray().Where(mail => (string?)mail!["to"] == to).Select(mail => mail!)];

    public async Task<Uri> OpenMailedLinkAsync(string to, string action)
    {
        var mail = (await MailsAsync(to)).First(mail => (string?)mail["action"] == action);
        var answer = await Http.GetAsync(new Uri((string)mail["link"]!).PathAndQuery, TestContext.Current.CancellationToken);
        return answer.Headers.Location!;
    }

    public async Task<string> AccessTokenAsync(string to, string action) =>
        System.Web.HttpUtility.ParseQueryString((await OpenMailedLinkAsync(to, action)).Query)["access_token"]!;
}
