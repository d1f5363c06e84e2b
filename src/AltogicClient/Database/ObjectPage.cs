namespace Altogic;

/// <summary>A page of a list, with the figures of the whole list.</summary>
/// <param name="Data">The objects of the page.</param>
/// <param name="Info">How many objects and pages there are.</param>
public sealed record ObjectPage<T>(IReadOnlyList<T> Data, CountInfo Info) where T : class;
