namespace Altogic;

/// <summary>What a session's browser said of itself. Unknown parts are <c>Other</c> and <c>0</c>.</summary>
/// <param name="Family">The browser, such as <c>Firefox</c>.</param>
/// <param name="Major">Major version.</param>
/// <param name="Minor">Minor version.</param>
/// <param name="Patch">Patch version.</param>
/// <param name="Device">The device.</param>
/// <param name="Os">The operating system.</param>
public sealed record UserAgentInfo(
    string? Family = null, string? Major = null, string? Minor = null, string? Patch = null,
    UserAgentPart? Device = null, UserAgentPart? Os = null);
