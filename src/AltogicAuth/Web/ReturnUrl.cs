namespace AltogicAuth.Web;

/// <summary>Where a visitor was going. Only paths of this site survive; everything else becomes the fallback.</summary>
public static class ReturnUrl
{
    public const string Profile = "~/profile";

    /// <summary>
    /// The longest one, as it is written in a query. It travels in a response's header beside a session, whose token may have
    /// 1,000 characters, and all of that has to fit into 4 kB, which is what nginx reads.
    /// </summary>
    public const int MaxEncodedLength = 300;

    public static string OrProfile(string? returnUrl) => Local(returnUrl) ?? Profile;

    public static string? Local(string? returnUrl) =>
        returnUrl is { Length: > 0 and <= MaxEncodedLength } && IsLocalPath(returnUrl) && Uri.EscapeDataString(returnUrl).Length <= MaxEncodedLength
            ? returnUrl
            : null;

    /// <summary>The end of a link that takes the target along; nothing when there is none.</summary>
    public static string Query(string? returnUrl) => returnUrl is null ? "" : $"?returnUrl={Uri.EscapeDataString(returnUrl)}";

    // Printable ASCII only: other characters would fail as a Location header. A backslash is a slash to browsers,
    // and an encoded slash or backslash may become one on the way.
    private static bool IsLocalPath(string path) =>
        path[0] == '/' &&
        path.All(c => c is > ' ' and < (char)127 and not '\\') &&
        !path.Contains("//") &&
        !HasEncodedSlash(path);

    private static bool HasEncodedSlash(string path)
    {
        var pathOnly = path.Split('?', '#')[0];
        return pathOnly.Contains("%2f", StringComparison.OrdinalIgnoreCase) ||
               pathOnly.Contains("%5c", StringComparison.OrdinalIgnoreCase) ||
               pathOnly.Contains("%25", StringComparison.OrdinalIgnoreCase);
    }
}
