using System.Net;
using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Accounts;

/// <summary>A session with its token, as its user may see it.</summary>
internal sealed record Session(string Token, SessionRecord Record);

/// <summary>
/// Sessions. Each ends when its lifetime is over, used or not, and a user's oldest ends where there would be too many.
/// </summary>
internal sealed class Sessions(BackendDatabase database, SessionTokens tokens, Audit audit, BackendClock clock, IOptions<BackendOptions> options)
{
    // Else every call would write.
    private static readonly TimeSpan LastUsePrecision = TimeSpan.FromMinutes(5);

    private DateTimeOffset EndedIfCreatedAt => clock.Now - options.Value.SessionLifetime;

    /// <summary>Adds a session to a transaction.</summary>
    public async Task<Session> CreateAsync(DataConnection connection, string userId, ClientInfo client)
    {
        var session = New(userId, client);
        await SessionTable.InsertAsync(connection, session.Record, options.Value.MaxSessionsPerUser);
        return session;
    }

    /// <summary>
    /// Adds a session after a password was verified, which may become one of a higher cost. Null when the verified one is no longer the
    /// user's.
    /// </summary>
    /// <param name="user">As it was when the password was verified.</param>
    /// <param name="newHash">A hash of higher cost; null for none.</param>
    /// <param name="client">The visitor's browser.</param>
    /// <param name="addNotice">Adds a notice to the same transaction; null for none.</param>
    /// <param name="cancellation">Counts until the session is written.</param>
    public async Task<Session?> CreateAfterPasswordAsync(
        UserRecord user, string? newHash, ClientInfo client, Func<DataConnection, Task>? addNotice, CancellationToken cancellation)
    {
        var (session, signIn) = (New(user.Id, client), audit.New(user.Id, AuditKind.SignIn, client));
        var isCreated = addNotice is null
            ? await database.WriteAsync(InsertAsync, cancellation)
            : await database.InTransactionAsync(
                async c =>
                {
                    if (!await InsertAsync(c))
                    {
                        return false;
                    }

                    await addNotice(c);
                    return true;
                },
                cancellation);
        return isCreated ? session : null;

        Task<bool> InsertAsync(DataConnection connection) => SessionTable.TryInsertAfterPasswordAsync(
            connection, session.Record, signIn, options.Value.MaxSessionsPerUser, user.PasswordHash!, newHash ?? user.PasswordHash!);
    }

    public Task<SessionRecord?> FindAsync(string token) =>
        database.ReadAsync(c => SessionTable.FindAsync(c, SessionTokens.Hash(token), EndedIfCreatedAt));

    /// <summary>The same, as the session of a call: its time and network are kept.</summary>
    public async Task<SessionRecord?> UseAsync(string token, IPAddress? from)
    {
        var session = await FindAsync(token);
        if (session is null || session.LastUsedAt > clock.Now - LastUsePrecision)
        {
            return session;
        }

        session = session with { LastUsedAt = clock.Now, ClientAddress = NetworkAddress.Of(from) };
        await database.TryWriteAsync(c => SessionTable.UpdateLastUseAsync(c, session));
        return session;
    }

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<Session>> OfUserAsync(string userId) =>
    [
        .. (await database.ReadAsync(c => SessionTable.OfUserAsync(c, userId, EndedIfCreatedAt)))
            .Select(record => new Session(tokens.Decrypt(record.EncryptedToken), record)),
    ];

    public Task EndAsync(string userId, string token, ClientInfo client) => EndAsync(c =>
        SessionTable.EndAsync(c, audit.New(userId, AuditKind.SessionEnded, client), SessionTokens.Hash(token)));

    public Task EndAllAsync(string userId, ClientInfo client) => EndAsync(c =>
        SessionTable.EndAllAsync(c, audit.New(userId, AuditKind.AllSessionsEnded, client)));

    public Task EndOthersAsync(SessionRecord kept, ClientInfo client) => EndAsync(c =>
        SessionTable.EndOthersAsync(c, audit.New(kept.UserId, AuditKind.OtherSessionsEnded, client), kept.TokenHash));

    /// <summary>Deletes some of the ended sessions, and returns how many.</summary>
    public Task<int> PurgeAsync(int count) => database.WriteAsync(c => SessionTable.PurgeAsync(c, EndedIfCreatedAt, count));

    /// <summary>Ends sessions beyond a maximum that was lowered since the last start. Only then are all sessions read.</summary>
    public Task ApplyMaximumAsync() => database.InTransactionAsync(async c =>
    {
        var maximum = options.Value.MaxSessionsPerUser;
        if (!(await EnvironmentTable.MaxSessionsAsync(c) <= maximum))
        {
            await SessionTable.KeepNewestOfAllAsync(c, maximum);
        }

        await EnvironmentTable.SetMaxSessionsAsync(c, maximum);
    });

    private async Task EndAsync(Func<DataConnection, Task> end)
    {
        try
        {
            await database.WriteAsync(end);
        }
        catch (MissingReferenceException)
        {
            // The user was deleted meanwhile, and the sessions too.
        }
    }

    private Session New(string userId, ClientInfo client)
    {
        var token = SessionTokens.New();
        var record = new SessionRecord(
            SessionTokens.Hash(token), tokens.Encrypt(token), userId, clock.Now, UserAgentParser.Parse(client.UserAgent), clock.Now, NetworkAddress.Of(client.Address));
        return new Session(token, record);
    }
}
