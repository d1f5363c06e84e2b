namespace AltogicAuth.Backend.Messaging;

internal sealed record RenderedMail(string Subject, string Html, string Text);
