using System.Text.Json.Nodes;

namespace AltogicAuth.LocalBackend.Tests;

internal sealed record Answer(int Status, string Body, HttpResponseMessage Response)
{
    public JsonNode? Json => Body.Length == 0 ? null : JsonNode.Parse(Body);

    public string? Code => (string?)Json?["errors"]?[0]?["code"];

    public static async Task<Answer> ReadAsync(HttpResponseMessage response) =>
        new((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response);
}
