using AltogicAuth.Backend;
using Microsoft.AspNetCore.HttpOverrides;

namespace AltogicAuth.Hosting;

/// <summary>Proxies on loopback and in <c>Proxies:KnownNetworks</c> may state the visitor's address and scheme, but not the host.</summary>
public static class ProxiesSetup
{
    public static void AddProxies(this WebApplicationBuilder builder)
    {
        var networks = builder.Configuration.GetList("Proxies:KnownNetworks");
        // One proxy by default: with more, a visitor from a known network could write the rest of the chain.
        var limit = builder.Configuration.GetValue("Proxies:ForwardLimit", 1);
        builder.Services.AddOptions<ForwardedHeadersOptions>().Configure(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            options.ForwardLimit = limit;
            Array.ForEach(networks, network => options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network)));
        }).Validate(_ => limit >= 1, "Proxies:ForwardLimit must be 1 or more.").ValidateOnStart();
    }

    /// <summary>Redirects pages to https where the app knows its https port. Behind a proxy that ends TLS it knows none.</summary>
    public static void UseHttpsWhereServed(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment())
        {
            app.UseWhen(http => !http.Request.Path.StartsWithSegments("/healthz"), pages => pages.UseHttpsRedirection());
        }
    }
}
