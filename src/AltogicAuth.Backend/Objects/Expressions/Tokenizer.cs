using System.Text;
using AltogicAuth.Backend.Data.Queries;

namespace AltogicAuth.Backend.Objects.Expressions;

/// <summary>Splits an expression into tokens, each character read once.</summary>
internal sealed class Tokenizer(string expression)
{
    private int _next;

    private char Current => _next < expression.Length ? expression[_next] : '\0';

    /// <exception cref="ExpressionException">There is something that no token starts with, or a text without an end.</exception>
    public Token Read()
    {
        while (char.IsWhiteSpace(Current))
        {
            _next++;
        }

        var start = _next;
        return Current switch
        {
            '\0' => new Token(TokenKind.End, "", start + 1),
            '(' => Symbol(TokenKind.Open, "("),
            ')' => Symbol(TokenKind.Close, ")"),
            '&' => Symbol(TokenKind.And, "&&"),
            '|' => Symbol(TokenKind.Or, "||"),
            '=' => Symbol(TokenKind.Comparison, "=="),
            '!' => Symbol(TokenKind.Comparison, "!="),
            '<' or '>' => OrderSymbol(),
            '\'' or '"' => ReadText(),
            '-' or (>= '0' and <= '9') => ReadNumber(),
            var first when FieldPath.IsNameStart(first) => ReadName(),
            _ => throw new ExpressionException(start + 1, "This character is not expected."),
        };
    }

    private Token Symbol(TokenKind kind, string symbol)
    {
        var start = _next;
        if (!expression.AsSpan(start).StartsWith(symbol, StringComparison.Ordinal))
        {
            throw new ExpressionException(start + 1, $"'{symbol}' is expected.");
        }

        _next += symbol.Length;
        return new Token(kind, symbol, start + 1);
    }

    private Token OrderSymbol() => Symbol(TokenKind.Comparison, expression.AsSpan(_next + 1).StartsWith("=") ? $"{Current}=" : $"{Current}");

    private Token ReadText()
    {
        var start = _next;
        var quote = Current;
        var text = new StringBuilder();
        for (_next++; Current != quote; _next++)
        {
            if (_next >= expression.Length)
            {
                throw new ExpressionException(start + 1, "The text has no end.");
            }

            text.Append(Current == '\\' ? ReadEscape() : Current);
        }

        _next++;
        return new Token(TokenKind.Text, text.ToString(), start + 1);
    }

    private char ReadEscape()
    {
        _next++;
        return Current switch
        {
            '\\' or '\'' or '"' => Current,
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => throw new ExpressionException(_next, "Only \\\\, \\', \\\", \\n, \\r and \\t are escapes."),
        };
    }

    private Token ReadNumber() => ReadWhile(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '+' or '.', TokenKind.Number);

    private Token ReadName()
    {
        var name = ReadWhile(character => FieldPath.IsNamePart(character) || character == '.', TokenKind.Field);
        return name.Text switch
        {
            "true" => name with { Kind = TokenKind.True },
            "false" => name with { Kind = TokenKind.False },
            "null" => name with { Kind = TokenKind.Null },
            _ => name,
        };
    }

    private Token ReadWhile(Func<char, bool> belongs, TokenKind kind)
    {
        var start = _next;
        while (belongs(Current))
        {
            _next++;
        }

        return new Token(kind, expression[start.._next], start + 1);
    }
}
