using Altogic.Wire;

namespace Altogic;

/// <summary>
/// The entry point: <c>altogic.Auth</c>, <c>altogic.Db</c>, <c>altogic.Storage</c>. It holds no session and may be shared
/// by everybody. Registered by <see cref="AltogicServices.AddAltogicClient(Microsoft.Extensions.DependencyInjection.IServiceCollection, Action{AltogicOptions})"/>.
/// </summary>
public sealed class AltogicClient
{
    internal AltogicClient(HttpClient http, Uri environment)
    {
        Auth = new AuthManager(RefitApi.For<IAuthApi>(http), environment);
        Db = new DatabaseManager(RefitApi.For<IDatabaseApi>(http));
        Storage = new StorageManager(RefitApi.For<IStorageApi>(http));
    }

    /// <summary>Sign-up, sign-in, mailed links, sessions.</summary>
    public AuthManager Auth { get; }

    /// <summary>Users and other objects.</summary>
    public DatabaseManager Db { get; }

    /// <summary>Buckets and files.</summary>
    public StorageManager Storage { get; }
}
