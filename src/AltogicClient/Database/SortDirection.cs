namespace Altogic;

/// <summary>The order of a sorted list.</summary>
public enum SortDirection
{
    /// <summary>The smallest first.</summary>
    Ascending,

    /// <summary>The largest first.</summary>
    Descending,
}
