namespace Altogic;

/// <summary>Which files a list has, and how they are sorted.</summary>
public sealed record FileListOptions
{
    /// <summary>A filter in Altogic's expression language, or null for all.</summary>
    public string? Expression { get; init; }

    /// <summary>Which page, from 1.</summary>
    public int? Page { get; init; }

    /// <summary>How many files a page has.</summary>
    public int? Limit { get; init; }

    /// <summary>A field of <see cref="AltogicFile"/> in camelCase, such as <c>uploadedAt</c>.</summary>
    public string? SortField { get; init; }

    /// <summary>Whether the largest comes first.</summary>
    public bool Descending { get; init; }
}
