using AltogicAuth.Benchmarks.Sites;
using AltogicAuth.Tests.Shared;

namespace AltogicAuth.Benchmarks.Macro;

/// <summary>The repository, what is published from it, and a place for keys that is gone afterwards.</summary>
public sealed class Stage : IDisposable
{
    public const string BackendClientKey = "benchmark-client-key";

    private readonly DirectoryInfo _temp = Directory.CreateTempSubdirectory("altogic-auth-bench-");

    private Stage(string repository, Published published)
    {
        Repository = repository;
        Published = published;
    }

    public string Repository { get; }

    public Published Published { get; }

    public string Temp => _temp.FullName;

    public static async Task<Stage> SetAsync()
    {
        var repository = RepositoryRoot.Folder;
        return new Stage(repository, await Published.MakeAsync(repository));
    }

    public static Task<Server> StartBackendAsync(int? at = null) =>
        Server.StartAsync(typeof(Stage).Assembly.Location, ["stand-in", "PORT"], "/_calls", [], at);

    public Task<Server> StartAppAsync(Server backend, params (string, string)[] settings) => Server.StartAsync(
        Published.App, [], "/login", [.. SettingsFor(backend), ("Serilog:MinimumLevel:Default", "Warning"), .. settings]);

    /// <summary>The app with its own backend, without limits of attempts.</summary>
    public Task<Server> StartAppWithBackendAsync(params (string, string)[] settings) => Server.StartAsync(Published.App, [], "/login",
    [
        ("Backend:Embedded", "true"),
        ("Backend:PublicApi", "true"),
        ("Backend:ClientKey", BackendClientKey),
        ("Backend:PublicUrl", "http://localhost/e:local"),
        ("Backend:Mailbox", "true"),
        ("Backend:RateLimits:Enabled", "false"),
        ("Backend:EmailConfirmation", "false"),
        ("Backend:DataDirectory", Path.Combine(Temp, "backend")),
        ("DataProtection:KeysDirectory", Path.Combine(Temp, "keys")),
        ("RateLimits:Enabled", "false"),
        ("Serilog:MinimumLevel:Default", "Fatal"),
        .. settings,
    ]);

    public Task<Server> StartYardstickAsync(Server backend, params (string, string)[] settings) =>
        Server.StartAsync(Published.Yardstick, [], "/form", [.. SettingsFor(backend), .. settings]);

    public void Dispose() => _temp.Delete(recursive: true);

    private IEnumerable<(string Key, string Value)> SettingsFor(Server backend) =>
        SiteSettings.For(backend.Address.AbsoluteUri.TrimEnd('/'), Path.Combine(Temp, "keys"));
}
