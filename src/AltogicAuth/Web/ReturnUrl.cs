namespace AltogicAuth.Web;

/// <summary>Accepts only paths of this site as the page to return to.</summary>
public static class ReturnUrl
{
    public const string Profile = "~/profile";

    /// <summary>
    /// The maximum length in a query. The Location header shares the response with a session cookie, whose token may have
    /// 1,000 characters, and nginx reads response headers of 4 kB.
    /// </summary>
    public const int MaxEncodedLength = 300;

    public static string OrProfile(string? returnUrl) => Local(returnUrl) ?? Profile;

    public static string? Local(string? returnUrl) =>
        returnUrl is { Length: > 0 and <= MaxEncodedLength } && IsLocalPath(returnUrl) && Uri.EscapeDataString(returnUrl).Length <= MaxEncodedLength
            ? returnUrl
            : null;

    /// <summary>The query of a link that keeps the return URL; empty without one.</summary>
    public static string Query(string? returnUrl) => returnUrl is null ? "" : $"?returnUrl={Uri.EscapeDataString(returnUrl)}";

    // Printable ASCII only: other characters are invalid in a Location header. Browsers read a backslash as a slash, and a proxy may
    // decode an encoded one.
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
