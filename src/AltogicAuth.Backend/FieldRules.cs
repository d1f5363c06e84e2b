using System.Text.Json;
using System.Text.Json.Nodes;

namespace AltogicAuth.Backend;

/// <summary>What the fields of a call may hold, and how large a stored record may become.</summary>
internal static class FieldRules
{
    public const int MaxTextLength = 10_000;
    public const int MaxItems = 1_000;
    public const int MaxTags = 100;
    public const int MaxTagLength = 100;

    private const int MaxRecordBytes = 256 * 1024;

    private static string TextTooLong => $"A text has at most {MaxTextLength} characters.";

    private static string ListTooLong => $"A list has at most {MaxItems} items.";

    /// <summary>Rejects texts and lists that are too long and texts with NUL, at any depth. The error names the top member.</summary>
    public static void Require(JsonObject body)
    {
        InvalidFieldException.ThrowIfAny([.. body.Select(member => (Problem(member.Key) ?? Problem(member.Value)) is { } problem ? new InvalidField(member.Key, problem) : null)]);
    }

    public static void RequireText(string text, string param)
    {
        if (Problem(text) is { } problem)
        {
            throw new InvalidFieldException(param, problem);
        }
    }

    public static void RequireItems(int count, string param)
    {
        if (count > MaxItems)
        {
            throw new InvalidFieldException(param, ListTooLong);
        }
    }

    /// <summary>Rejects a record that is too large to store.</summary>
    public static void RequireRecord(JsonObject record, string param)
    {
        // Stored JSON has ASCII characters only.
        if (record.ToJsonString().Length > MaxRecordBytes)
        {
            throw new InvalidFieldException(param, $"A record has at most {MaxRecordBytes / 1024} kB of JSON.");
        }
    }

    /// <summary>Rejects a value of another type than text, unless it is missing or null.</summary>
    public static void RequireTextOrNothing(JsonObject fields, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (fields[name] is { } value && value.GetValueKind() != JsonValueKind.String)
            {
                throw new InvalidFieldException(name, "This is not a text.");
            }
        }
    }

    // PostgreSQL stores no NUL in a text.
    private static string? Problem(string text) =>
        text.Length > MaxTextLength ? TextTooLong
        : text.Contains('\0') ? "A text has no NUL character."
        : null;

    private static string? Problem(JsonNode? node) => node switch
    {
        JsonObject members => members.Select(member => Problem(member.Key) ?? Problem(member.Value)).FirstOrDefault(problem => problem is not null),
        JsonArray { Count: > MaxItems } => ListTooLong,
        JsonArray items => items.Select(Problem).FirstOrDefault(problem => problem is not null),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => Problem(value.GetValue<string>()),
        _ => null,
    };
}
