namespace AltogicAuth.Backend;

/// <summary>The address of a server for callers on the same machine.</summary>
public static class ServerAddress
{
    public static Uri OnThisMachine(IEnumerable<string> listening)
    {
        // Plain http first: a loopback call needs no certificate.
        var address = BindingAddress.Parse(listening.Order(StringComparer.Ordinal).FirstOrDefault() ?? "http://localhost");
        var host = address.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : address.Host;
        return new UriBuilder(address.Scheme, host, address.Port).Uri;
    }
}
