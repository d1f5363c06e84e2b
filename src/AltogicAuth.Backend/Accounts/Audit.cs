using System.Threading.Channels;
using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Accounts;

/// <summary>Records security events of users, each in the transaction of what happened.</summary>
internal sealed class Audit(BackendDatabase database, BackendClock clock, IOptions<BackendOptions> options)
{
    /// <summary>So that guesses at one account do not fill the database.</summary>
    public const int MaxFailuresPerUser = 1_000;

    private const int MaxWaiting = 10_000;

    private readonly Channel<AuditRecord> _waiting = Channel.CreateBounded<AuditRecord>(new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropWrite });

    public AuditRecord New(string userId, string kind, ClientInfo client)
    {
        var agent = UserAgentParser.Parse(client.UserAgent);
        return new AuditRecord(userId, kind, clock.Now, NetworkAddress.Of(client.Address), (string)agent["family"]!, (string)agent["os"]!["family"]!);
    }

    public Task AddAsync(DataConnection connection, string userId, string kind, ClientInfo client) =>
        AuditTable.InsertAsync(connection, New(userId, kind, client));

    /// <summary>
    /// Records a wrong password behind the response. A write that happens for existing users only would show in the duration.
    /// </summary>
    public void AddFailure(UserRecord user, string kind, ClientInfo client) => _waiting.Writer.TryWrite(New(user.Id, kind, client));

    /// <summary>Waits until there are failures to write.</summary>
    public async Task WaitForFailuresAsync(CancellationToken cancellation) => await _waiting.Reader.WaitToReadAsync(cancellation);

    /// <summary>Writes those that wait.</summary>
    public async Task WriteFailuresAsync()
    {
        while (_waiting.Reader.TryRead(out var record))
        {
            try
            {
                await database.WriteAsync(c => AuditTable.InsertBoundedAsync(c, record, MaxFailuresPerUser));
            }
            catch (MissingReferenceException)
            {
                // The user was deleted meanwhile.
            }
        }
    }

    /// <summary>Deletes some of the events that are older than they are kept, and returns how many.</summary>
    public Task<int> PurgeAsync(int count) => database.WriteAsync(c => AuditTable.PurgeAsync(c, clock.Now - options.Value.AuditRetention, count));
}
