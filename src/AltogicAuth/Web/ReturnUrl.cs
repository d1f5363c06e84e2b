namespace AltogicAuth.Web;

public static class ReturnUrl
{
    public const string Profile = "~/profile";

    /// <summary>In a query. The Location header shares 4 kB, nginx's limit, with a session cookie whose token may have 1,000 characters.</summary>
    public const int MaxEncodedLength = 300;

    public static string OrProfile(string? returnUrl) => Local(returnUrl) ?? Profile;

    public static string? Local(string? returnUrl) =>
        returnUrl is { Length: > 0 and <= MaxEncodedLength } && IsLocalPath(returnUrl) && Uri.EscapeDataString(returnUrl).Length <= MaxEncodedLength
            ? returnUrl
            : null;

    public static string Query(string? returnUrl) => returnUrl is null ? "" : $"?returnUrl={Uri.EscapeDataString(returnUrl)}";

    // A Location header has printable ASCII only. Browsers read a backslash as a slash, and a proxy may decode an encoded one.
    private static bool IsLocalPath(string path) =>
        path[0] == '/' && !path.Contains("//") && path.All(c => c is > ' ' and < (char)127 and not '\\') &&
        !new[] { "%2f", "%5c", "%25" }.Any(slash => path.Split('?', '#')[0].Contains(slash, StringComparison.OrdinalIgnoreCase));
}
