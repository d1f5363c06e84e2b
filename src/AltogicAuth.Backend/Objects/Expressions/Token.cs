namespace AltogicAuth.Backend.Objects.Expressions;

internal enum TokenKind
{
    Field,
    Text,
    Number,
    True,
    False,
    Null,
    Comparison,
    And,
    Or,
    Open,
    Close,
    End,
}

/// <param name="Kind">What it is.</param>
/// <param name="Text">What is written, without quotes and escapes where it is a text.</param>
/// <param name="Position">Its first character, from 1.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Position);
