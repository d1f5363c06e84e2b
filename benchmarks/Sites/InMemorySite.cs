using System.Net;
using AltogicAuth.Benchmarks.Backend;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;

namespace AltogicAuth.Benchmarks.Sites;

/// <summary>A site without a socket, its backend in place. <typeparamref name="TSite"/> is any type of its assembly.</summary>
public sealed class InMemorySite<TSite> : WebApplicationFactory<TSite>
    where TSite : class
{
    private readonly DirectoryInfo _keys = Directory.CreateTempSubdirectory("altogic-auth-bench-");

    /// <summary>A client that follows no redirect and keeps no cookie.</summary>
    public HttpClient NewClient() => CreateClient(new WebApplicationFactoryClientOptions
    {
        BaseAddress = new Uri("https://localhost"),
        AllowAutoRedirect = false,
        HandleCookies = false,
    });

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");
        builder.UseContentRoot(_keys.FullName);
        foreach (var (key, value) in SiteSettings.For("https://backend.test", _keys.FullName))
        {
            builder.UseSetting(key, value);
        }

        builder.UseSetting("Serilog:MinimumLevel:Default", "Error");
        builder.ConfigureTestServices(services => services.PostConfigureAll<HttpClientFactoryOptions>(options =>
            options.HttpMessageHandlerBuilderActions.Add(handler => handler.PrimaryHandler = new FixedAnswersHandler())));
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

/// <summary>The stand-in without a socket.</summary>
public sealed class FixedAnswersHandler : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var token = request.Headers.TryGetValues("Session", out var values) ? values.First() : null;
        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
        {
            RequestMessage = request,
            Content = new ReadOnlyMemoryContent(FixedAnswers.For(request.RequestUri!.AbsolutePath, token))
            {
                Headers = { { "Content-Type", "application/json; charset=utf-8" } },
            },
        });
    }
}

/// <summary>What a site is told so that it talks to the stand-in. Each site takes its own.</summary>
public static class SiteSettings
{
    public static IEnumerable<(string Key, string Value)> For(string backend, string dataDirectory) =>
    [
        ("Altogic:EnvUrl", backend),
        ("Altogic:ClientKey", "bench"),
        ("DataProtection:KeysDirectory", dataDirectory),
        ("RateLimits:Enabled", "false"),
        ("AllowedHosts", "localhost;127.0.0.1"),
        ("Backend", backend + "/"),
    ];
}
