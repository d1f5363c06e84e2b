using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Altogic;

/// <summary>
/// A session's token. Opaque, safe to send as a header, and never shown: not by <see cref="ToString"/>, not by a debugger
/// or a log that formats it.
/// </summary>
[JsonConverter(typeof(Converter))]
public sealed class SessionToken : IEquatable<SessionToken>
{
    /// <summary>The longest token that is sent, in characters.</summary>
    public const int MaxLength = 4_096;

    private static readonly SearchValues<char> Characters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=");

    /// <exception cref="ArgumentException">The value has a character that no token has, or a length that none has.</exception>
    public SessionToken(string value)
    {
        if (!IsToken(value))
        {
            throw new ArgumentException("Not a session token.", nameof(value));
        }

        Value = value;
    }

    /// <summary>The token itself, to be stored safely.</summary>
    public string Value { get; }

    /// <summary>Reads a token that was stored; false when it is none.</summary>
    public static bool TryParse(string? value, [NotNullWhen(true)] out SessionToken? token)
    {
        token = IsToken(value) ? new SessionToken(value!) : null;
        return token is not null;
    }

    /// <summary>Whether two tokens name the same session.</summary>
    public static bool operator ==(SessionToken? left, SessionToken? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether two tokens name different sessions.</summary>
    public static bool operator !=(SessionToken? left, SessionToken? right) => !(left == right);

    /// <inheritdoc />
    public bool Equals(SessionToken? other) => other is not null && Value == other.Value;

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as SessionToken);

    /// <inheritdoc />
    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    /// <summary>Says that it is a token, and not which.</summary>
    public override string ToString() => "SessionToken(hidden)";

    private static bool IsToken(string? value) =>
        value is { Length: > 0 and <= MaxLength } && !value.AsSpan().ContainsAnyExcept(Characters);

    internal sealed class Converter : JsonConverter<SessionToken>
    {
        public override SessionToken Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            TryParse(reader.GetString(), out var token) ? token : throw new JsonException("Not a session token.");

        public override void Write(Utf8JsonWriter writer, SessionToken value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Value);
    }
}
