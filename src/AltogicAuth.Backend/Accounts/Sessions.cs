using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Accounts;

/// <summary>
/// Sessions. Each ends when its lifetime is over, used or not, and a user's oldest ends where there would be too many. Rows
/// of ended sessions are deleted by later sign-ins, and at the start.
/// </summary>
internal sealed class Sessions(BackendDatabase database, BackendClock clock, IOptions<BackendOptions> options)
{
    private const int PurgedBySignIn = 100;
    private const int PurgedAtOnce = 1_000;

    // Else every call would write.
    private static readonly TimeSpan LastUsePrecision = TimeSpan.FromMinutes(5);

    private string EndedIfCreatedAt => Timestamps.Format(clock.Now - options.Value.SessionLifetime);

    public async Task<SessionRecord> CreateAsync(DataConnection connection, string userId, ClientInfo client)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var now = Timestamps.Format(clock.Now);
        var session = new SessionRecord(token, userId, now, UserAgentParser.Parse(client.UserAgent), now, NetworkAddress.Of(client.Address));
        await SessionTable.PurgeAsync(connection, EndedIfCreatedAt, PurgedBySignIn);
        await SessionTable.InsertAsync(connection, session);
        await SessionTable.KeepNewestAsync(connection, userId, options.Value.MaxSessionsPerUser);
        return session;
    }

    /// <summary>Deletes ended sessions in batches that let others write between them, and sessions beyond a lowered maximum.</summary>
    public async Task PurgeAsync()
    {
        while (await database.WriteAsync(c => SessionTable.PurgeAsync(c, EndedIfCreatedAt, PurgedAtOnce)) == PurgedAtOnce)
        {
        }

        await database.WriteAsync(c => SessionTable.KeepNewestAsync(c, options.Value.MaxSessionsPerUser));
    }

    public Task<SessionRecord?> FindAsync(string token) => database.ReadAsync(c => SessionTable.FindAsync(c, token, EndedIfCreatedAt));

    /// <summary>The same, as the session of a call: its time and network are kept.</summary>
    public async Task<SessionRecord?> UseAsync(string token, IPAddress? from)
    {
        var session = await FindAsync(token);
        if (session is null || string.CompareOrdinal(session.LastUsedAt, Timestamps.Format(clock.Now - LastUsePrecision)) > 0)
        {
            return session;
        }

        session = session with { LastUsedAt = Timestamps.Format(clock.Now), ClientAddress = NetworkAddress.Of(from) };
        await database.TryWriteAsync(c => SessionTable.UpdateLastUseAsync(c, session));
        return session;
    }

    /// <summary>Newest first.</summary>
    public Task<IReadOnlyList<SessionRecord>> OfUserAsync(string userId) => database.ReadAsync(c => SessionTable.OfUserAsync(c, userId, EndedIfCreatedAt));

    public Task EndAsync(string token) => database.WriteAsync(c => SessionTable.DeleteAsync(c, token));

    public Task EndAllAsync(string userId, string? except = null) => database.WriteAsync(c => SessionTable.DeleteOfUserAsync(c, userId, except));
}
