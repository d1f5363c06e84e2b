using System.Net;
using System.Net.Sockets;

namespace AltogicAuth.Backend.Accounts;

/// <summary>Shortened addresses.</summary>
internal static class NetworkAddress
{
    /// <summary>The network of an address, an IPv4 /24 or IPv6 /48: enough to recognise a session by, and not a person.</summary>
    public static string? Of(IPAddress? address) => Prefix(address, ipv4Bytes: 3, ipv6Bytes: 6);

    /// <summary>The addresses that one visitor has: one of IPv4, or an IPv6 /64.</summary>
    public static string? OfVisitor(IPAddress? address) => Prefix(address, ipv4Bytes: 4, ipv6Bytes: 8);

    private static string? Prefix(IPAddress? address, int ipv4Bytes, int ipv6Bytes)
    {
        if (address is null)
        {
            return null;
        }

        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(address.AddressFamily == AddressFamily.InterNetwork ? ipv4Bytes : ipv6Bytes).Clear();
        return new IPAddress(bytes).ToString();
    }
}
