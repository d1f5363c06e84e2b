namespace AltogicAuth.Backend.Objects.Expressions;

/// <summary>An expression that is not one.</summary>
/// <param name="position">Where, from 1.</param>
/// <param name="problem">What is wrong there.</param>
internal sealed class ExpressionException(int position, string problem) : Exception($"Character {position}: {problem}");
