using System.Buffers.Text;
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

/// <summary>A session as its owner sees it: which device signed in, when, and an id that does not reveal the token.</summary>
public sealed record SessionRow(
    string Id, string? Browser, string? System, DeviceClass Device, DateTimeOffset? SignedInAt, bool IsCurrent)
{
    public static SessionRow Of(AltogicSession session, SessionToken current) => new(
        IdOf(session.Token),
        Known(session.UserAgent?.Family),
        Known(session.UserAgent?.Os?.Family),
        DeviceOf(session.UserAgent),
        session.CreationDtm,
        session.Token == current);

    /// <summary>A stable id of a session, from which its token cannot be derived.</summary>
    public static string IdOf(SessionToken token) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes($"session-id:{token.Value}")).AsSpan(0, 16));

    /// <summary>The current session first, then the newest.</summary>
    public static IEnumerable<SessionRow> List(IEnumerable<AltogicSession> sessions, SessionToken current) => sessions
        .OrderByDescending(session => session.Token == current)
        .ThenByDescending(session => session.CreationDtm)
        .Select(session => Of(session, current));

    private static string? Known(string? family) =>
        string.IsNullOrWhiteSpace(family) || family == "Other" ? null : family;

    private static DeviceClass DeviceOf(UserAgentInfo? agent)
    {
        var device = agent?.Device?.Family ?? "";
        var system = agent?.Os?.Family ?? "";
        if (device.Contains("iPad") || device.Contains("Tablet"))
        {
            return DeviceClass.Tablet;
        }

        if (system is "iOS" or "Android" || device.Contains("phone", StringComparison.OrdinalIgnoreCase))
        {
            return DeviceClass.Phone;
        }

        return Known(system) is null ? DeviceClass.Program : DeviceClass.Computer;
    }
}
