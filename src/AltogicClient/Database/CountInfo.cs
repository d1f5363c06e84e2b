namespace Altogic;

/// <summary>The figures of a list in pages.</summary>
/// <param name="Count">How many objects match.</param>
/// <param name="TotalPages">How many pages they fill.</param>
/// <param name="CurrentPage">Which page this is, from 1.</param>
public sealed record CountInfo(long Count, long TotalPages, int CurrentPage)
{
    /// <summary>How many objects a page has at most; null where the environment does not say.</summary>
    public int? PageSize { get; init; }
}
