using System.Text.Json.Nodes;

namespace AltogicAuth.Backend.Wire;

/// <summary>What endpoints answer: the bare JSON value, <c>null</c> included.</summary>
internal static class ApiAnswer
{
    public static IResult Json(JsonNode? json) => Results.Content(json?.ToJsonString() ?? "null", "application/json; charset=utf-8");
}
