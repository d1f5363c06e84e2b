namespace AltogicAuth.Backend.Data.Queries;

/// <summary>Which objects of a model a statement reaches.</summary>
/// <param name="Model">The model.</param>
/// <param name="OwnerId">The user whose objects they are; null for those of all users.</param>
internal sealed record ObjectScope(string Model, string? OwnerId);

internal sealed record SortKey(FieldPath Field, bool IsDescending = false);

/// <summary>Which objects are wanted, in which order, and which page of them.</summary>
/// <param name="Filter">Null for all.</param>
/// <param name="Sort">The first key first. Objects that are equal by all keys are sorted by id.</param>
/// <param name="Page">From 1.</param>
/// <param name="Limit">How many objects a page has.</param>
/// <param name="Omit">Fields that the result does not have.</param>
internal sealed record ObjectQuery(Condition? Filter, IReadOnlyList<SortKey> Sort, int Page, int Limit, IReadOnlyList<FieldPath> Omit);
