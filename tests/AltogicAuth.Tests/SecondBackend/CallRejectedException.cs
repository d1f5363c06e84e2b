using System.Text.Json.Nodes;

namespace AltogicAuth.Tests.SecondBackend;

/// <summary>A rejected call: sections 1.5 and 1.6 of the contract.</summary>
internal sealed class CallRejectedException(int status, string code, params (string Param, JsonNode? Value)[] fields) : Exception(code)
{
    public int Status { get; } = status;

    public static CallRejectedException SessionMissing => new(401, "missing_session_token");

    public static CallRejectedException SessionInvalid => new(401, "invalid_session_token");

    public static CallRejectedException UserUnknown => new(404, "user_not_found");

    /// <summary>One entry for each invalid field.</summary>
    public JsonObject ToJson() => new()
    {
        ["errors"] = fields is [] ? [Entry()] : new JsonArray([.. fields.Select(field => Entry(Details(field.Param, field.Value)))]),
    };

    private static JsonObject Details(string param, JsonNode? value) =>
        value is null ? new JsonObject { ["param"] = param } : new JsonObject { ["param"] = param, ["value"] = value.DeepClone() };

    private JsonObject Entry(JsonObject? details = null)
    {
        var entry = new JsonObject { ["origin"] = "client_error", ["code"] = Message, ["message"] = $"The call was rejected: {Message}." };
        if (details is not null)
        {
            entry["details"] = details;
        }

        return entry;
    }
}
