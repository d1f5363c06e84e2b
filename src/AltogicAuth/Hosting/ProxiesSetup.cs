using AltogicAuth.Web;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace AltogicAuth.Hosting;

/// <summary>
/// Whose word counts for the visitor's address and scheme: loopback and <c>Proxies:KnownNetworks</c>. Never for the host,
/// which <c>AllowedHosts</c> bounds.
/// </summary>
public static partial class ProxiesSetup
{
    public static void AddProxies(this WebApplicationBuilder builder)
    {
        var networks = builder.Configuration.GetList("Proxies:KnownNetworks").Select(Parse).ToList();
        // One proxy unless told: a visitor who comes from a known network could else write the rest of the chain.
        var limit = builder.Configuration.GetValue("Proxies:ForwardLimit", 1);
        if (limit < 1)
        {
            throw new InvalidOperationException("Proxies:ForwardLimit must be 1 or more.");
        }

        foreach (var host in HostsIn(builder.Configuration).Where(host => !IsHost(host)))
        {
            throw new InvalidOperationException($"AllowedHosts: '{host}' is not a host name such as www.example.com or *.example.com. Semicolons stand between several.");
        }

        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            options.ForwardLimit = limit;
            foreach (var network in networks)
            {
                options.KnownIPNetworks.Add(network);
            }
        });
    }

    public static void UseProxies(this WebApplication app) => app.UseForwardedHeaders();

    /// <summary>
    /// Leads pages from http to https where this app listens on https itself; behind a proxy that ends TLS it knows of no
    /// such port and does nothing.
    /// </summary>
    public static void UseHttpsWhereServed(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment())
        {
            app.UseWhen(http => !http.Request.Path.StartsWithSegments("/healthz"), pages => pages.UseHttpsRedirection());
        }
    }

    public static void WarnOfAnyHost(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment() && app.Configuration.GetList("AllowedHosts") is [] or ["*", ..])
        {
            app.Logger.AnyHost();
        }
    }

    [LoggerMessage(5, LogLevel.Warning, "AllowedHosts is not set: the app answers whatever host name a visitor sends. Name its own")]
    private static partial void AnyHost(this ILogger logger);

    // As the framework reads it.
    private static string[] HostsIn(IConfiguration settings) => settings["AllowedHosts"]?.Split(';', StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static bool IsHost(string host) =>
        host == "*" || Uri.CheckHostName(host.StartsWith("*.", StringComparison.Ordinal) ? host[2..] : host) != UriHostNameType.Unknown;

    private static IPNetwork Parse(string network) =>
        IPNetwork.TryParse(network, out var parsed)
            ? parsed
            : throw new InvalidOperationException($"Proxies:KnownNetworks: '{network}' is not a network such as 10.0.0.0/8.");
}
