using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace AltogicAuth.Tests.App;

/// <summary>The whole app in memory, in Production, in front of an environment that is unreachable.</summary>
public sealed class ProductionApp : WebApplicationFactory<Program>
{
    private readonly DirectoryInfo _keys = Directory.CreateTempSubdirectory("altogic-auth-keys-");

    /// <summary>Settings on top of the least that Production needs; null takes one away.</summary>
    public Dictionary<string, string?> Settings { get; } = [];

    /// <summary>A last change to what is registered.</summary>
    public Action<IServiceCollection>? Wire { get; init; }

    /// <summary>Keeps no cookies and follows no redirect.</summary>
    public HttpClient NewClient(string address = "https://localhost") =>
        CreateClient(new WebApplicationFactoryClientOptions { BaseAddress = new Uri(address), HandleCookies = false, AllowAutoRedirect = false });

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");
        builder.UseSetting("Altogic:EnvUrl", "http://127.0.0.1:9");
        builder.UseSetting("Altogic:ClientKey", "key");
        builder.UseSetting("DataProtection:KeysDirectory", _keys.FullName);
        builder.UseSetting("Serilog:MinimumLevel:Default", "Fatal");
        foreach (var (key, value) in Settings)
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureServices(services => Wire?.Invoke(services));
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && _keys.Exists)
        {
            _keys.Delete(recursive: true);
        }
    }
}
