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

    /// <summary>For a caller that has no answer to a refusal: there it is a breakage, and goes the way of one.</summary>
    /// <param name="except">Codes of refusals that are as good as a success, such as that what is deleted was not there.</param>
    /// <exception cref="AltogicUnavailableException">Altogic refused.</exception>
    public void EnsureSuccess(params IReadOnlyList<string> except) => AltogicUnavailableException.ThrowIfRefused(Error, except);
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

    /// <summary>For a caller that has no answer to a refusal: there it is a breakage, and goes the way of one.</summary>
    /// <param name="except">Codes of refusals that are as good as a success, such as that what is deleted was not there.</param>
    /// <exception cref="AltogicUnavailableException">Altogic refused.</exception>
    public void EnsureSuccess(params IReadOnlyList<string> except) => AltogicUnavailableException.ThrowIfRefused(Error, except);
}
