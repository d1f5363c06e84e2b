using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace AltogicAuth.Authentication;

public enum DeviceClass
{
    Computer,
    Phone,
    Tablet,
    Program,
}

public sealed record SessionRow(
    string Id, string? Browser, string? System, DeviceClass Device, DateTimeOffset? SignedInAt, DateTimeOffset? LastUsedAt, string? Network, bool IsCurrent)
{
    /// <summary>Stable. The token cannot be derived from it.</summary>
    public static string IdOf(SessionToken token) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes($"session-id:{token.Value}")).AsSpan(0, 16));

    public static IEnumerable<SessionRow> List(IEnumerable<AltogicSession> sessions, SessionToken current) => sessions
        .OrderByDescending(session => session.Token == current)
        .ThenByDescending(session => session.CreationDtm)
        .Select(session => new SessionRow(
            IdOf(session.Token), Known(session.UserAgent?.Family), Known(session.UserAgent?.Os?.Family),
            DeviceOf(session.UserAgent), session.CreationDtm, session.LastUsedAt, NetworkOf(session.ClientAddress), IsCurrent: session.Token == current));

    private static string? Known(string? family) => string.IsNullOrWhiteSpace(family) || family == "Other" ? null : family;

    /// <summary>A visitor on the site's own machine has none: the networks of 127.0.0.1 and ::1 are 127.0.0.0 and ::.</summary>
    private static string? NetworkOf(string? address) =>
        IPAddress.TryParse(address, out var network) && (IPAddress.IsLoopback(network) || network.Equals(IPAddress.IPv6Any)) ? null : address;

    private static DeviceClass DeviceOf(UserAgentInfo? agent) => (agent?.Device?.Family ?? "", agent?.Os?.Family) switch
    {
        var (device, _) when device.Contains("iPad") || device.Contains("Tablet") => DeviceClass.Tablet,
        (_, "iOS" or "Android") => DeviceClass.Phone,
        var (device, _) when device.Contains("phone", StringComparison.OrdinalIgnoreCase) => DeviceClass.Phone,
        var (_, system) => Known(system) is null ? DeviceClass.Program : DeviceClass.Computer,
    };
}
