using Altogic.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace Altogic;

/// <summary>
/// The entry point: <c>altogic.Auth</c>, <c>altogic.Db</c>, <c>altogic.Storage</c>. It holds no session and may be shared
/// by everybody. Registered by <see cref="AltogicServiceCollectionExtensions.AddAltogicClient(IServiceCollection, Action{AltogicOptions})"/>.
/// </summary>
public sealed class AltogicClient
{
    private readonly Lazy<AuthManager> _auth;
    private readonly Lazy<DatabaseManager> _db;
    private readonly Lazy<StorageManager> _storage;

    // Nothing is made before it is needed: a page that may call is not yet one that does.
    internal AltogicClient(Func<HttpClient> connect, Uri environment, TimeProvider clock)
    {
        var http = new Lazy<HttpClient>(connect);
        var exchange = new Exchange(clock);
        _auth = new(() => new AuthManager(RefitApi.For<IAuthApi>(http.Value), exchange, environment));
        _db = new(() => new DatabaseManager(RefitApi.For<IDatabaseApi>(http.Value), exchange));
        _storage = new(() => new StorageManager(RefitApi.For<IStorageApi>(http.Value), exchange));
    }

    /// <summary>Sign-up, sign-in, mailed links, sessions.</summary>
    public AuthManager Auth => _auth.Value;

    /// <summary>Users and other objects.</summary>
    public DatabaseManager Db => _db.Value;

    /// <summary>Buckets and files.</summary>
    public StorageManager Storage => _storage.Value;
}
