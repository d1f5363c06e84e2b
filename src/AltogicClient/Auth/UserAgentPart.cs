namespace Altogic;

/// <summary>A device or an operating system.</summary>
/// <param name="Family">Its name.</param>
/// <param name="Major">Major version.</param>
/// <param name="Minor">Minor version.</param>
/// <param name="Patch">Patch version.</param>
public sealed record UserAgentPart(string? Family = null, string? Major = null, string? Minor = null, string? Patch = null);
