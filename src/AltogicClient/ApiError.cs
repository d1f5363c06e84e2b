using System.Text.Json;

namespace Altogic;

/// <summary>A refusal: the HTTP status and one entry per thing that is wrong. Never empty.</summary>
/// <param name="Status">The HTTP status, 400 to 499.</param>
/// <param name="Items">What is wrong.</param>
public sealed record ApiError(int Status, IReadOnlyList<ErrorEntry> Items)
{
    /// <summary>Whether one of the entries has this code, for instance one of <see cref="ErrorCodes"/>.</summary>
    public bool Has(string code) => Items.Any(item => item.Code == code);
}

/// <summary>One thing that is wrong.</summary>
/// <param name="Origin">Who is to blame: <c>client_error</c> or <c>server_error</c>.</param>
/// <param name="Code">A code for programs, such as <c>email_not_unique</c>.</param>
/// <param name="Message">A sentence for people, in English.</param>
/// <param name="Details">More about it, where Altogic sends more.</param>
public sealed record ErrorEntry(string Origin, string Code, string Message, JsonElement? Details)
{
    /// <summary>The field that is wrong (<c>details.param</c>), where Altogic names one.</summary>
    public string? Param() =>
        Details is { ValueKind: JsonValueKind.Object } details && details.TryGetProperty("param", out var param) &&
        param.ValueKind == JsonValueKind.String
            ? param.GetString()
            : null;

    /// <summary>Without the details: they may repeat what was sent.</summary>
    public override string ToString() => $"{Code}: {Message}";
}
