namespace Altogic;

/// <summary>A rejection: the HTTP status and one entry for each problem.</summary>
/// <param name="Status">
/// The HTTP status: 400 to 499, but for 429, which is an <see cref="AltogicUnavailableException"/>. With the end of a session
/// (<see cref="AltogicSessionException.Error"/>) it may be any that says failure.
/// </param>
/// <param name="Items">What is wrong. Never empty.</param>
public sealed record ApiError(int Status, IReadOnlyList<ErrorEntry> Items)
{
    /// <summary>What is wrong. Never empty.</summary>
    /// <exception cref="ArgumentException">It was made of no entry.</exception>
    public IReadOnlyList<ErrorEntry> Items { get; } =
        Items.Count > 0 ? Items : throw new ArgumentException("A rejection has at least one entry.", nameof(Items));

    /// <summary>Whether one of the entries has this code, for instance one of <see cref="ErrorCodes"/>.</summary>
    public bool Has(string code) => Items.Any(item => item.Code == code);
}
