using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace AltogicAuth.Backend.Tests;

/// <summary>A caller of the API.</summary>
internal sealed class Caller(HttpClient http)
{
    private const string Api = "/e:local/_api/rest/v1/";

    public HttpClient Http { get; } = http;

    public Task<ApiResult> PostAsync(string path, object? body = null) =>
        SendAsync(HttpMethod.Post, path, body is null ? null : JsonContent.Create(body));

    public Task<ApiResult> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    /// <summary>A path of the API, or one of this server.</summary>
    public async Task<ApiResult> SendAsync(HttpMethod method, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path.StartsWith('/') ? path : Api + path) { Content = content };
        request.Headers.Accept.ParseAdd("application/json");
        return await ApiResult.ReadAsync(await Http.SendAsync(request, TestContext.Current.CancellationToken));
    }

    public Task<ApiResult> UploadAsync(string name, byte[] content, string type, string query = "", string bucket = "root")
    {
        var part = new ByteArrayContent(content);
        part.Headers.TryAddWithoutValidation("Content-Type", type);
        return SendAsync(HttpMethod.Post, $"storage/bucket/upload-formdata?bucket={bucket}&fileName={Uri.EscapeDataString(name)}{query}",
            new MultipartFormDataContent { { part, "file", "blob" } });
    }

    /// <summary>Newest first; all, or those to one address.</summary>
    public async Task<IReadOnlyList<JsonNode>> MailsAsync(string? to = null) =>
        [.. JsonNode.Parse(await Http.GetStringAsync("/e:local/_mail.json"))!.AsArray().Where(mail => to is null || (string?)mail!["to"] == to).Select(mail => mail!)];

    /// <summary>Newest first; all, or those to one number.</summary>
    public async Task<IReadOnlyList<JsonNode>> SmsAsync(string? to = null) =>
        [.. JsonNode.Parse(await Http.GetStringAsync("/e:local/_sms.json"))!.AsArray().Where(sms => to is null || (string?)sms!["to"] == to).Select(sms => sms!)];

    /// <summary>The newest code of its kind.</summary>
    public async Task<string> CodeAsync(string to, string action) => (string)(await SmsAsync(to)).First(sms => (string?)sms["action"] == action)["code"]!;

    /// <summary>A call by phone number, with a code where there is one.</summary>
    public Task<ApiResult> PostByPhoneAsync(string call, string phone, string? code = null, object? body = null) =>
        PostAsync($"auth/{call}?phone={Uri.EscapeDataString(phone)}{(code is null ? "" : $"&code={Uri.EscapeDataString(code)}")}", body);

    /// <summary>Path and query of the newest link of its kind.</summary>
    public async Task<string> MailedLinkAsync(string to, string action) =>
        new Uri((string)(await MailsAsync(to)).First(mail => (string?)mail["action"] == action)["link"]!).PathAndQuery;

    /// <summary>Where an opened link leads.</summary>
    public async Task<Uri> OpenMailedLinkAsync(string to, string action) =>
        (await Http.GetAsync(await MailedLinkAsync(to, action), TestContext.Current.CancellationToken)).Headers.Location!;

    /// <summary>Presses the button of the page that a link to change an address opens.</summary>
    public async Task<ApiResult> PressMailedLinkAsync(string to, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, await MailedLinkAsync(to, "change-email"));
        foreach (var (name, value) in headers.DefaultIfEmpty(("Sec-Fetch-Site", "same-origin")))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await ApiResult.ReadAsync(await Http.SendAsync(request, TestContext.Current.CancellationToken));
    }

    public async Task<string> AccessTokenAsync(string to, string action) =>
        System.Web.HttpUtility.ParseQueryString((await OpenMailedLinkAsync(to, action)).Query)["access_token"]!;
}
