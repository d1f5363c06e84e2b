using System.Text.Json;

namespace Altogic;

/// <summary>One thing that is wrong.</summary>
/// <param name="Origin">Who is to blame: <c>client_error</c> or <c>server_error</c>.</param>
/// <param name="Code">A code for programs, such as <c>email_not_unique</c>.</param>
/// <param name="Message">A sentence for people, in English.</param>
/// <param name="Details">More about it, where Altogic sends more.</param>
public sealed record ErrorEntry(string Origin, string Code, string Message, JsonElement? Details)
{
    /// <summary>The field that is wrong (<c>details.param</c>), where Altogic names one.</summary>
    public string? Param { get; init; }

    /// <summary>Without the details: they may repeat what was sent.</summary>
    public override string ToString() => $"{Code}: {Message}";
}
