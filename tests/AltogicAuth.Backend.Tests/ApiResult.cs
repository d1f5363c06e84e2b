using System.Text.Json.Nodes;

namespace AltogicAuth.Backend.Tests;

internal sealed record ApiResult(int Status, string Body, HttpResponseMessage Response)
{
    public JsonNode? Json => Body.Length == 0 ? null : JsonNode.Parse(Body);

    public string? Code => (string?)Json?["errors"]?[0]?["code"];

    /// <summary>The parts in which two responses can differ for a caller.</summary>
    public (int Status, string Body) Outcome => (Status, Body);

    /// <summary>The response is <c>{"errors":[…]}</c>, each entry with origin, code and message.</summary>
    public void AssertErrorForm()
    {
        Assert.Equal("application/json", Response.Content.Headers.ContentType?.MediaType);
        var errors = Assert.IsType<JsonArray>(Json!["errors"]);
        Assert.NotEmpty(errors);
        Assert.All(errors, error => Assert.All(["origin", "code", "message"], member => Assert.NotEmpty((string)error![member]!)));
    }

    public static async Task<ApiResult> ReadAsync(HttpResponseMessage response) =>
        new((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response);
}
