using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Accounts;

/// <summary>A user, and the session of a sign-in; no session while the address or the number waits for its confirmation.</summary>
internal sealed record SignInResult(UserRecord User, Session? Session);
