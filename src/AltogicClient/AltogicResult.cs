using System.Diagnostics.CodeAnalysis;

namespace Altogic;

/// <summary>The outcome of a call without a value: a success or a rejection.</summary>
public sealed class AltogicResult
{
    internal static readonly AltogicResult Done = new(null);

    internal AltogicResult(ApiError? error) => Error = error;

    /// <summary>Why Altogic rejected the call; null after a success.</summary>
    public ApiError? Error { get; }

    /// <summary>Whether the call did what it says.</summary>
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsSuccess => Error is null;

    /// <summary>For a caller that cannot handle a rejection: throws where there is one.</summary>
    /// <param name="except">Codes of rejections that count as a success, such as that a deleted object did not exist.</param>
    /// <exception cref="AltogicRejectedException">Altogic rejected the call.</exception>
    public void EnsureSuccess(params IReadOnlyList<string> except) => AltogicRejectedException.ThrowIfRejected(Error, except);
}

/// <summary>The outcome of a call: a value or a rejection.</summary>
public sealed class AltogicResult<T>
{
    private readonly T? _value;

    internal AltogicResult(T value) => _value = value;

    internal AltogicResult(ApiError error) => Error = error;

    /// <summary>Why Altogic rejected the call; null after a success.</summary>
    public ApiError? Error { get; }

    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsSuccess => Error is null;

    /// <summary>What Altogic responded.</summary>
    /// <exception cref="InvalidOperationException">The call was rejected.</exception>
    public T Value => IsSuccess ? _value! : throw new InvalidOperationException("The call was rejected. Check IsSuccess first.");

    /// <summary>For a caller that cannot handle a rejection: throws where there is one.</summary>
    /// <param name="except">Codes of rejections that count as a success, such as that a deleted object did not exist.</param>
    /// <exception cref="AltogicRejectedException">Altogic rejected the call.</exception>
    public void EnsureSuccess(params IReadOnlyList<string> except) => AltogicRejectedException.ThrowIfRejected(Error, except);
}
