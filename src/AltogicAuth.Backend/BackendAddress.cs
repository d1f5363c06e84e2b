using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace AltogicAuth.Backend;

/// <summary>The addresses of this backend. None comes from a request, because callers choose the Host header.</summary>
public sealed class BackendAddress(IServer server, IOptions<BackendOptions> options)
{
    public const string Path = "/e:local";

    private Uri? _bound;

    /// <summary>The address on this machine, for the app's client.</summary>
    public Uri EnvUrl => new(Bound, Path);

    /// <summary>The address for browsers: mailed links and public files start with it.</summary>
    public string PublicUrl => options.Value.PublicUrl is { Length: > 0 } url ? url.TrimEnd('/') : EnvUrl.AbsoluteUri;

    /// <summary>The target of mailed links: unless set, a page of the site that the backend is in, which may have a path base.</summary>
    public string RedirectUrl => options.Value.RedirectUrl is { Length: > 0 } url ? url : new Uri(new Uri(PublicUrl), "auth-redirect").AbsoluteUri;

    /// <summary>The root of the site that mailed links lead to.</summary>
    public Uri Site => new(new Uri(RedirectUrl), ".");

    private Uri Bound => _bound ??= ServerAddress.OnThisMachine(server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []);
}
