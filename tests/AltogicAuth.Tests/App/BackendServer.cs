using AltogicAuth.Backend;
using AltogicAuth.Backend.Hosting;
using AltogicAuth.Backend.Testing;
using AltogicAuth.Tests.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AltogicAuth.Tests.App;

/// <summary>The backend as a server of its own, on a socket, for the site of a test. <c>TEST_BACKEND=Server</c> asks for it.</summary>
public sealed class BackendServer : IAsyncDisposable
{
    private const string ApiKey = "api-key";

    private readonly WebApplication _app;

    /// <param name="data">Where its data is.</param>
    /// <param name="settings">The settings of the test.</param>
    /// <param name="clock">The clock of the test.</param>
    public BackendServer(DirectoryInfo data, IEnumerable<KeyValuePair<string, string>> settings, TestClock clock)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseSetting("Backend:PublicUrl", "https://localhost/e:local");
        builder.WebHost.UseTestSettings(data, settings);
        builder.WebHost.UseSetting("Backend:ApiKey", ApiKey);
        builder.WebHost.UseSetting("Backend:RedirectUrl", "https://localhost/auth-redirect");
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddBackend(builder.Configuration.GetSection("Backend"));
        builder.Services.AddFaultInjection();
        builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
        _app = builder.Build();
        _app.RunBackend();
        ((IHost)_app).Start();
    }

    /// <summary>Whether tests have one.</summary>
    public static bool IsWanted { get; } = Environment.GetEnvironmentVariable("TEST_BACKEND") == "Server";

    public BackendFaults Faults => _app.Services.GetRequiredService<BackendFaults>();

    private Uri Address => new(_app.Urls.Single());

    /// <summary>What the site needs to know.</summary>
    public IEnumerable<KeyValuePair<string, string>> SiteSettings =>
    [
        KeyValuePair.Create("Altogic:EnvUrl", new Uri(Address, "/e:local").AbsoluteUri),
        KeyValuePair.Create("Altogic:ClientKey", "local-client-key"),
        KeyValuePair.Create("Altogic:ApiKey", ApiKey),
        KeyValuePair.Create("Altogic:Providers", string.Join(',', BackendProviders.Names)),
        KeyValuePair.Create("Altogic:Phone", "true"),
        KeyValuePair.Create("Altogic:StorageOrigins", "https://localhost"),
    ];

    /// <summary>As a proxy: the paths of the backend lead to it, all others to the site.</summary>
    public HttpMessageHandler NewHandler(HttpMessageHandler site) => new Proxy(Address, site);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private sealed class Proxy(Uri backend, HttpMessageHandler site) : DelegatingHandler(site)
    {
        private readonly HttpMessageInvoker _backend = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (!request.RequestUri!.AbsolutePath.StartsWith("/e:local/", StringComparison.Ordinal))
            {
                return base.SendAsync(request, cancellationToken);
            }

            request.RequestUri = new Uri(backend, request.RequestUri.PathAndQuery);
            return _backend.SendAsync(request, cancellationToken);
        }

        protected override void Dispose(bool disposing)
        {
            _backend.Dispose();
            base.Dispose(disposing);
        }
    }
}
