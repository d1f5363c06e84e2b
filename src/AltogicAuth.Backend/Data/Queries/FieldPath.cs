using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace AltogicAuth.Backend.Data.Queries;

/// <summary>A field of an object, or one of an object inside it: <c>title</c>, <c>author.name</c>.</summary>
internal sealed class FieldPath
{
    // As deep as the JSON of a call.
    private const int MaxNames = 32;

    private FieldPath(string[] names)
    {
        Names = names;
    }

    public IReadOnlyList<string> Names { get; }

    public static FieldPath CreatedAt { get; } = new(["createdAt"]);

    /// <summary>A name has letters, digits and underscores, and does not start with a digit.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out FieldPath? path)
    {
        var names = text?.Split('.') ?? [];
        path = names.Length is > 0 and <= MaxNames && names.All(IsName) ? new FieldPath(names) : null;
        return path is not null;
    }

    public static bool IsNameStart(char character) => char.IsLetter(character) || character == '_';

    public static bool IsNamePart(char character) => IsNameStart(character) || char.IsDigit(character);

    public void RemoveFrom(JsonObject fields)
    {
        var parent = fields;
        foreach (var name in Names.SkipLast(1))
        {
            if (parent[name] is not JsonObject inner)
            {
                return;
            }

            parent = inner;
        }

        parent.Remove(Names[^1]);
    }

    public override string ToString() => string.Join('.', Names);

    private static bool IsName(string name) => name.Length > 0 && IsNameStart(name[0]) && name.All(IsNamePart);
}
