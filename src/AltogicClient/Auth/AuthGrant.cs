namespace Altogic;

/// <summary>A user, and a session unless something has to be confirmed first.</summary>
/// <param name="User">The user.</param>
/// <param name="Session">The new session; null while a confirmation is awaited.</param>
public sealed record AuthGrant(AltogicUser User, AltogicSession? Session = null);
