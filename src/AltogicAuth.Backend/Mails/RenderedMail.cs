namespace AltogicAuth.Backend.Mails;

internal sealed record RenderedMail(string Subject, string Html, string Text);
