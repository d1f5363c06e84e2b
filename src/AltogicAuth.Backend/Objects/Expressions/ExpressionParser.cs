using System.Globalization;
using AltogicAuth.Backend.Data.Queries;

namespace AltogicAuth.Backend.Objects.Expressions;

/// <summary>
/// Altogic's expressions, as far as they filter objects: <c>this.pages &gt; 100 &amp;&amp; (author.name == 'Ann' || draft != true)</c>.
/// A term is a field, with or without <c>this.</c>, a comparison, and a value.
/// </summary>
internal sealed class ExpressionParser
{
    private const int MaxTerms = 20;
    private const int MaxDepth = 20;
    private const string Param = "expression";
    private const string This = "this.";

    private readonly Tokenizer _tokens;
    private Token _current;
    private int _terms;

    private ExpressionParser(string expression)
    {
        _tokens = new Tokenizer(expression);
        _current = _tokens.Read();
    }

    /// <summary>Null for an expression without a term, which all objects fulfil.</summary>
    /// <exception cref="InvalidFieldException">It is too long, or not an expression.</exception>
    public static Condition? Parse(string? expression)
    {
        if (string.IsNullOrWhiteSpace(expression))
        {
            return null;
        }

        FieldRules.RequireText(expression, Param);
        try
        {
            var parser = new ExpressionParser(expression);
            var condition = parser.ReadAny(depth: 0);
            parser.Take(TokenKind.End, "'&&', '||' or the end is expected.");
            return condition;
        }
        catch (ExpressionException wrong)
        {
            throw new InvalidFieldException(Param, wrong.Message, expression);
        }
    }

    private Condition ReadAny(int depth) => ReadList(TokenKind.Or, () => ReadAll(depth), parts => new AnyOf(parts));

    private Condition ReadAll(int depth) => ReadList(TokenKind.And, () => ReadPart(depth), parts => new AllOf(parts));

    private Condition ReadList(TokenKind separator, Func<Condition> read, Func<IReadOnlyList<Condition>, Condition> combine)
    {
        List<Condition> parts = [read()];
        while (_current.Kind == separator)
        {
            Take(separator);
            parts.Add(read());
        }

        return parts is [var single] ? single : combine(parts);
    }

    private Condition ReadPart(int depth)
    {
        if (_current.Kind != TokenKind.Open)
        {
            return ReadTerm();
        }

        if (depth == MaxDepth)
        {
            throw Wrong($"Parentheses are nested at most {MaxDepth} deep.");
        }

        Take(TokenKind.Open);
        var condition = ReadAny(depth + 1);
        Take(TokenKind.Close, "')' is expected.");
        return condition;
    }

    private FieldCondition ReadTerm()
    {
        if (_terms++ == MaxTerms)
        {
            throw Wrong($"An expression has at most {MaxTerms} terms.");
        }

        var field = ReadField();
        var comparison = ReadComparison();
        if (comparison is not (Comparison.Equal or Comparison.NotEqual) && _current.Kind is TokenKind.True or TokenKind.False or TokenKind.Null)
        {
            throw Wrong("Only '==' and '!=' compare with true, false and null.");
        }

        return new FieldCondition(field, comparison, ReadValue());
    }

    private FieldPath ReadField()
    {
        var start = _current;
        var name = Take(TokenKind.Field, "A field is expected.").Text;
        return FieldPath.TryParse(name.StartsWith(This, StringComparison.Ordinal) ? name[This.Length..] : name, out var field) && name != "this"
            ? field
            : throw Wrong("This is not a field.", start);
    }

    private Comparison ReadComparison() => Take(TokenKind.Comparison, "A comparison is expected.").Text switch
    {
        "==" => Comparison.Equal,
        "!=" => Comparison.NotEqual,
        "<" => Comparison.Less,
        "<=" => Comparison.LessOrEqual,
        ">" => Comparison.Greater,
        _ => Comparison.GreaterOrEqual,
    };

    private object? ReadValue()
    {
        var token = _current;
        object? value = token.Kind switch
        {
            TokenKind.Text => token.Text,
            TokenKind.Number when decimal.TryParse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
            TokenKind.Number => throw Wrong("This is not a number, or it has more than 28 digits."),
            TokenKind.True => true,
            TokenKind.False => false,
            TokenKind.Null => null,
            _ => throw Wrong("A value is expected: a text in quotes, a number, true, false or null."),
        };
        Take(token.Kind);
        return value;
    }

    private Token Take(TokenKind kind, string otherwise = "") => _current.Kind == kind ? Take() : throw Wrong(otherwise);

    private Token Take()
    {
        var taken = _current;
        _current = taken.Kind == TokenKind.End ? taken : _tokens.Read();
        return taken;
    }

    private ExpressionException Wrong(string problem, Token? at = null) => new((at ?? _current).Position, problem);
}
