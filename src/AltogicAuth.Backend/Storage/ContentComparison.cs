namespace AltogicAuth.Backend.Storage;

/// <param name="Orphans">The ids of contents that neither a file nor the table of unused ones refers to.</param>
/// <param name="Missing">The ids of contents that a file refers to, and that are gone.</param>
internal sealed record ContentComparison(IReadOnlyList<string> Orphans, IReadOnlyList<string> Missing);
