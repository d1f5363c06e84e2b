namespace Altogic;

/// <summary>What an update of many objects did.</summary>
/// <param name="TotalMatch">How many objects matched.</param>
/// <param name="Updated">How many were updated.</param>
public sealed record UpdateInfo(long TotalMatch, long Updated);
