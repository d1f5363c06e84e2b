using System.Text.Json;
using System.Text.Json.Nodes;
using AltogicAuth.Backend.Wire;

namespace AltogicAuth.Backend.Endpoints;

/// <summary>How much a sign-up and a call of storage or of objects may bring, and how large what it stores may become.</summary>
internal static class SizeLimits
{
    public const int MaxTextLength = 10_000;
    public const int MaxItems = 1_000;
    public const int MaxTags = 100;
    public const int MaxTagLength = 100;

    private const int MaxRecordBytes = 256 * 1024;

    /// <summary>Rejects a text or a list that is too long, at any depth, by the name of the member that it is in.</summary>
    public static void Require(JsonObject body)
    {
        var wrong = body
            .Select(member => (member.Key, Problem: Problem(member.Value)))
            .Where(member => member.Problem is not null)
            .Select(member => (member.Key, (JsonNode?)null, member.Problem!))
            .ToArray();
        if (wrong.Length > 0)
        {
            throw ApiFailure.Invalid(wrong);
        }
    }

    public static void RequireText(string text, string param)
    {
        if (text.Length > MaxTextLength)
        {
            throw ApiFailure.Invalid((param, null, TextTooLong));
        }
    }

    public static void RequireItems(int count, string param)
    {
        if (count > MaxItems)
        {
            throw ApiFailure.Invalid((param, null, ListTooLong));
        }
    }

    /// <summary>Rejects a record that would be too large to keep.</summary>
    public static void RequireRecord(JsonObject record, string param)
    {
        // What is stored has ASCII only.
        if (record.ToJsonString().Length > MaxRecordBytes)
        {
            throw ApiFailure.Invalid((param, null, $"A record has at most {MaxRecordBytes / 1024} kB of JSON."));
        }
    }

    private static string TextTooLong => $"A text has at most {MaxTextLength} characters.";

    private static string ListTooLong => $"A list has at most {MaxItems} items.";

    private static string? Problem(JsonNode? node) => node switch
    {
        JsonObject members => members.Select(member => member.Key.Length > MaxTextLength ? TextTooLong : Problem(member.Value)).FirstOrDefault(problem => problem is not null),
        JsonArray { Count: > MaxItems } => ListTooLong,
        JsonArray items => items.Select(Problem).FirstOrDefault(problem => problem is not null),
        JsonValue value when value.GetValueKind() == JsonValueKind.String && value.GetValue<string>().Length > MaxTextLength => TextTooLong,
        _ => null,
    };
}
