namespace Altogic;

/// <summary>What a deletion of many objects did.</summary>
/// <param name="TotalMatch">How many objects matched.</param>
/// <param name="Deleted">How many were deleted.</param>
public sealed record DeleteInfo(long TotalMatch, long Deleted);
