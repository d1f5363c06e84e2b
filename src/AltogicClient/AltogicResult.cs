using System.Diagnostics.CodeAnalysis;

namespace Altogic;

/// <summary>How a call without a value ended: done, or refused.</summary>
public sealed class AltogicResult
{
    internal static readonly AltogicResult Done = new(null);

    internal AltogicResult(ApiError? error) => Error = error;

    /// <summary>Why Altogic refused; null when it did not.</summary>
    public ApiError? Error { get; }

    /// <summary>Whether the call did what it says.</summary>
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsSuccess => Error is null;
}

/// <summary>How a call ended: with a value, or refused.</summary>
public sealed class AltogicResult<T>
{
    private readonly T? _value;

    internal AltogicResult(T value) => _value = value;

    internal AltogicResult(ApiError error) => Error = error;

    /// <summary>Why Altogic refused; null when it did not.</summary>
    public ApiError? Error { get; }

    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsSuccess => Error is null;

    /// <summary>What Altogic answered.</summary>
    /// <exception cref="InvalidOperationException">The call was refused.</exception>
    public T Value => IsSuccess ? _value! : throw new InvalidOperationException("The call was refused; look at Error first.");
}
