namespace AltogicAuth.Accounts;

/// <summary>The signed-in visitor's record and sessions. A session whose user is gone counts as over.</summary>
public sealed class CurrentAccount(AltogicClient altogic)
{
    private const int MaxSessions = 1_000;

    public async Task<AltogicUser> ReadAsync(SessionToken session, CancellationToken cancellation) =>
        ValueOrSessionEnded(await altogic.Auth.GetUserFromDbAsync(session, cancellation));

    /// <summary>Null where there are too many to show: more than a thousand, or a list that is longer than the client reads.</summary>
    public async Task<IReadOnlyList<AltogicSession>?> FindSessionsAsync(SessionToken session, CancellationToken cancellation)
    {
        try
        {
            var sessions = ValueOrSessionEnded(await altogic.Auth.GetAllSessionsAsync(session, cancellation));
            return sessions.Count <= MaxSessions ? sessions : null;
        }
        catch (AltogicUnavailableException outage) when (outage.IsResponseTooLarge)
        {
            return null;
        }
    }

    /// <summary>Only saves typing, so an outage counts as no address.</summary>
    public async Task<string?> FindAddressAsync(HttpContext http)
    {
        try
        {
            return http.FindSession()?.Token is { } session ? (await ReadAsync(session, http.RequestAborted)).Email : null;
        }
        catch (AltogicException)
        {
            return null;
        }
    }

    // Any other rejection says nothing about the session: a gateway, a firewall or a changed client key signs nobody out.
    private static T ValueOrSessionEnded<T>(AltogicResult<T> read)
    {
        if (read.Error?.Has(ErrorCodes.UserNotFound) == true)
        {
            throw new AltogicSessionException(read.Error);
        }

        read.EnsureSuccess();
        return read.Value;
    }
}
