using Altogic.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace Altogic;

/// <summary>
/// The entry point: <c>altogic.Auth</c>, <c>altogic.Db</c>, <c>altogic.Storage</c>. It holds no session, so one instance
/// serves all users. Registered by <see cref="AltogicServiceCollectionExtensions.AddAltogicClient(IServiceCollection, Action{AltogicOptions})"/>.
/// </summary>
public sealed class AltogicClient
{
    private readonly Lazy<AuthManager> _auth;
    private readonly Lazy<DatabaseManager> _db;
    private readonly Lazy<StorageManager> _storage;

    // Created with the first use: many pages make no call.
    internal AltogicClient(Func<HttpClient> connect, Uri environment, TimeProvider clock)
    {
        var http = new Lazy<HttpClient>(connect);
        var responses = new ResponseMapper(clock);
        _auth = new(() => new AuthManager(RefitApi.For<IAuthApi>(http.Value), responses, environment));
        _db = new(() => new DatabaseManager(RefitApi.For<IDatabaseApi>(http.Value), responses));
        _storage = new(() => new StorageManager(RefitApi.For<IStorageApi>(http.Value), responses));
    }

    /// <summary>Sign-up, sign-in, mailed links, sessions.</summary>
    public AuthManager Auth => _auth.Value;

    /// <summary>Users and other objects.</summary>
    public DatabaseManager Db => _db.Value;

    /// <summary>Buckets and files.</summary>
    public StorageManager Storage => _storage.Value;
}
