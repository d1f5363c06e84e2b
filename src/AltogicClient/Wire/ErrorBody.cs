using System.Text.Json;

namespace Altogic.Wire;

/// <summary>Reads the four shapes an error may have: a list or one entry, under <c>errors</c> or bare.</summary>
internal static class ErrorBody
{
    private static readonly ErrorEntry[] Unreadable =
        [new("client_error", ErrorCodes.InvalidErrorBody, "The error response had no readable body.", null)];

    public static IReadOnlyList<ErrorEntry> Read(string? body)
    {
        if (string.IsNullOrWhiteSpace(body))
        {
            return Unreadable;
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            var errors = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("errors", out var inner) ? inner : root;
            ErrorEntry[] entries = errors.ValueKind switch
            {
                JsonValueKind.Array => [.. errors.EnumerateArray().Where(IsObject).Select(Entry)],
                JsonValueKind.Object => [Entry(errors)],
                _ => [],
            };
            return entries.Length == 0 ? Unreadable : entries;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return Unreadable;
        }
    }

    private static bool IsObject(JsonElement element) => element.ValueKind == JsonValueKind.Object;

    private static ErrorEntry Entry(JsonElement element)
    {
        JsonElement? details = element.TryGetProperty("details", out var more) ? more.Clone() : null;
        return new ErrorEntry(
            Text(element, "origin") ?? "client_error",
            Text(element, "code") ?? ErrorCodes.InvalidErrorBody,
            Text(element, "message") ?? Text(element, "error") ?? "",
            details)
        {
            Param = details is { } known && IsObject(known) ? Text(known, "param") : null,
        };
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
