using System.Text.Json.Nodes;

namespace AltogicAuth.Backend.Wire;

/// <summary>A refusal on its way to the answer: status, and one entry per thing that is wrong.</summary>
internal sealed class ApiFailure(int status, params JsonObject[] entries) : Exception
{
    /// <summary>Altogic's own words: clients may know them.</summary>
    public const string TokenProblem = "Invalid or expired access token";

    public int Status { get; } = status;

    /// <summary>How long the caller is asked to wait before another try.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    public ApiFailure(int status, string code, string message, JsonObject? details = null)
        : this(status, Entry(code, message, details, status))
    {
    }

    public JsonObject ToJson() => new() { ["errors"] = new JsonArray([.. entries]) };

    public static ApiFailure Invalid(params (string Param, JsonNode? Value, string Message)[] fields) => new(400,
        [.. fields.Select(field => Entry("validation_error", field.Message, Details(field.Param, field.Value), 400))]);

    public static ApiFailure SessionMissing() => new(401, "missing_session_token", "The session token is missing.");

    public static ApiFailure SessionInvalid(int status = 401) => new(status, "invalid_session_token", "The session token is not valid.");

    public static ApiFailure AccessTokenInvalid() => new(403, "invalid_access_token", TokenProblem);

    public static ApiFailure NotFound(string code, string message) => new(404, code, message);

    public static ApiFailure Busy(TimeSpan retryAfter) =>
        new(503, "server_busy", "Too many calls wait for the same work.") { RetryAfter = retryAfter };

    public static ApiFailure TooLarge() => new(400, "request_body_size_too_large", "The body is too large.");

    public static ApiFailure BrokenBody() => new(400, "invalid_request_body_syntax", "The body could not be read.");

    public static ApiFailure UnknownMediaType() => new(415, "unsupported_media_type", "This media type is not supported here.");

    public static JsonObject Details(string param, JsonNode? value)
    {
        var details = new JsonObject { ["param"] = param };
        if (value is not null)
        {
            details["value"] = value.DeepClone();
        }

        return details;
    }

    private static JsonObject Entry(string code, string message, JsonObject? details, int status)
    {
        var entry = new JsonObject
        {
            ["origin"] = status >= 500 ? "server_error" : "client_error",
            ["code"] = code,
            ["message"] = message,
        };
        if (details is not null)
        {
            entry["details"] = details;
        }

        return entry;
    }
}
