namespace AltogicAuth.Backend.Messaging;

/// <param name="Text">The message.</param>
/// <param name="Code">The code in it.</param>
internal sealed record RenderedSms(string Text, string Code)
{
    public override string ToString() => "RenderedSms(hidden)";
}
