using System.Text.Json;
using System.Text.Json.Serialization;
using AltogicAuth.Backend.Faults;
using AltogicAuth.Backend.Tables;
using AltogicAuth.Backend.Wire;

namespace AltogicAuth.Backend.Endpoints;

/// <summary>
/// Faults from outside the process: GET lists, POST adds, DELETE clears; <c>/expire-tokens</c> expires every mailed link
/// with its access tokens, <c>/clock?seconds=</c> moves the backend's clock. Mapped in Development only.
/// </summary>
internal static class FaultEndpoints
{
    private const int MaxBytes = 4 * 1024;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    public static void MapFaults(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/_faults", (BackendFaults faults) => Results.Json(faults.Faults, Json));
        endpoints.MapPost("/_faults", async (HttpRequest request, BackendFaults faults) => faults.Add(await ReadAsync(request)));
        endpoints.MapDelete("/_faults", (BackendFaults faults) => faults.Clear());
        endpoints.MapPost("/_faults/expire-tokens", (Links links) => links.ExpireAllAsync());
        endpoints.MapPost("/_faults/clock", (BackendFaults faults, int seconds) =>
        {
            faults.ClockOffset = TimeSpan.FromSeconds(seconds);
        });
    }

    private static async Task<Fault> ReadAsync(HttpRequest request)
    {
        try
        {
            return JsonSerializer.Deserialize<Fault>(await request.ReadBodyAsync(MaxBytes), Json) is { Milliseconds: >= 0, Status: >= 200 and <= 599 } fault
                ? fault
                : throw new JsonException();
        }
        catch (JsonException)
        {
            throw ApiFailure.Invalid(("fault", null, "A fault has an endpoint and a kind; milliseconds from 0, a status from 200 to 599."));
        }
    }
}
