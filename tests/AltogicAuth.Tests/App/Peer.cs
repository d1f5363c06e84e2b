using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace AltogicAuth.Tests.App;

/// <summary>Every connection comes from one address: the in-memory server knows none.</summary>
public sealed class Peer(string address) : IStartupFilter
{
    private readonly IPAddress _address = IPAddress.Parse(address);

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((http, following) =>
        {
            http.Connection.RemoteIpAddress = _address;
            return following(http);
        });
        next(app);
    };
}
