using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace AltogicAuth.Backend.Server;

internal static class ProxiesSetup
{
    private const string Setting = "Proxies:KnownNetworks";

    /// <summary>
    /// The address of a caller is the last one in <c>X-Forwarded-For</c> that is not a known proxy's: loopback or
    /// <c>Proxies:KnownNetworks</c>.
    /// </summary>
    public static void AddProxies(this WebApplicationBuilder builder)
    {
        var setting = builder.Configuration.GetSection(Setting);
        // As in the site: an array, or one string with commas.
        var networks = setting.GetChildren().Select(child => child.Value).Append(setting.Value).SelectMany(BackendOptions.ListOf).Select(Parse).ToList();
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            options.ForwardLimit = null;
            networks.ForEach(options.KnownIPNetworks.Add);
        });
    }

    private static IPNetwork Parse(string network) =>
        IPNetwork.TryParse(network, out var parsed)
            ? parsed
            : throw new InvalidOperationException($"{Setting}: '{network}' is not a network such as 10.0.0.0/8.");
}
