using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace AltogicAuth.Backend;

/// <summary>Where this backend is. Never taken from a request: its Host header is the visitor's word.</summary>
public sealed class BackendAddress(IServer server, IOptions<BackendOptions> options)
{
    public const string Path = "/e:local";

    private Uri? _bound;

    /// <summary>The environment's address on this machine, for the app's client.</summary>
    public Uri EnvUrl => new(Bound, Path);

    /// <summary>The same as browsers reach it: mailed links and public files start with it.</summary>
    public string PublicUrl => options.Value.PublicUrl is { Length: > 0 } url ? url.TrimEnd('/') : EnvUrl.AbsoluteUri;

    /// <summary>Where mailed links lead in the end: unless set, to the site that this backend is below, which may itself be below a path.</summary>
    public string RedirectUrl => options.Value.RedirectUrl is { Length: > 0 } url ? url : new Uri(new Uri(PublicUrl), "auth-redirect").AbsoluteUri;

    /// <summary>The site that mailed links lead to in the end: where its pages begin.</summary>
    public Uri Site => new(new Uri(RedirectUrl), ".");

    private Uri Bound => _bound ??= ServerAddress.OnThisMachine(server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []);
}
