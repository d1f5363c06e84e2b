using System.Text.Json.Nodes;

namespace AltogicAuth.Backend.Tests;

internal sealed record Answer(int Status, string Body, HttpResponseMessage Response)
{
    public JsonNode? Json => Body.Length == 0 ? null : JsonNode.Parse(Body);

    public string? Code => (string?)Json?["errors"]?[0]?["code"];

    /// <summary>What a caller can tell two answers apart by.</summary>
    public (int Status, string Body) Outcome => (Status, Body);

    /// <summary>Whatever went wrong, it is told as <c>{"errors":[…]}</c>, each with origin, code and message.</summary>
    public void MustBeAFailureOfOneForm()
    {
        Assert.Equal("application/json", Response.Content.Headers.ContentType?.MediaType);
        var errors = Assert.IsType<JsonArray>(Json!["errors"]);
        Assert.NotEmpty(errors);
        Assert.All(errors, error => Assert.All(["origin", "code", "message"], member => Assert.NotEmpty((string)error![member]!)));
    }

    public static async Task<Answer> ReadAsync(HttpResponseMessage response) =>
        new((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response);
}
