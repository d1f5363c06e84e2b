namespace AltogicAuth.Backend.Messaging;

/// <param name="Subject">One line.</param>
/// <param name="Html">The mail for programs that show HTML.</param>
/// <param name="Text">The same mail in plain text.</param>
/// <param name="Link">The link in it; null where it has none.</param>
internal sealed record RenderedMail(string Subject, string Html, string Text, string? Link)
{
    public override string ToString() => "RenderedMail(hidden)";
}
