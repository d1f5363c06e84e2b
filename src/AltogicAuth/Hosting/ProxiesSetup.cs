using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace AltogicAuth.Hosting;

/// <summary>
/// Which proxies may state the visitor's address and scheme: loopback and <c>Proxies:KnownNetworks</c>. None may state the host,
/// which <c>AllowedHosts</c> limits.
/// </summary>
public static class ProxiesSetup
{
    public static void AddProxies(this WebApplicationBuilder builder)
    {
        var networks = builder.Configuration.GetList("Proxies:KnownNetworks").Select(Parse).ToList();
        // One proxy by default: a visitor from a known network could else write the rest of the chain.
        var limit = builder.Configuration.GetValue("Proxies:ForwardLimit", 1);
        if (limit < 1)
        {
            throw new InvalidOperationException("Proxies:ForwardLimit must be 1 or more.");
        }

        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            options.ForwardLimit = limit;
            networks.ForEach(options.KnownIPNetworks.Add);
        });
    }

    public static void UseProxies(this WebApplication app) => app.UseForwardedHeaders();

    private static IPNetwork Parse(string network) =>
        IPNetwork.TryParse(network, out var parsed)
            ? parsed
            : throw new InvalidOperationException($"Proxies:KnownNetworks: '{network}' is not a network such as 10.0.0.0/8.");
}
