namespace AltogicAuth.Backend.Hosting;

/// <summary>Checks addresses in settings.</summary>
internal static class UrlRules
{
    public static bool IsAddress(string? setting) => string.IsNullOrEmpty(setting) ||
        Uri.TryCreate(setting, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" &&
        address.UserInfo.Length + address.Query.Length + address.Fragment.Length == 0;

    // A mobile app may open the link. A browser would run or read the excluded schemes.
    public static bool IsTarget(string? setting) => string.IsNullOrEmpty(setting) ||
        Uri.TryCreate(setting, UriKind.Absolute, out var address) && address.Scheme is not ("javascript" or "data" or "file" or "blob" or "ftp") &&
        setting.StartsWith($"{address.Scheme}://", StringComparison.OrdinalIgnoreCase) && address.UserInfo.Length + address.Fragment.Length == 0;

    public static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.GetLeftPart(UriPartial.Authority) == text;

    public static bool IsPlainHttp(string? setting) =>
        Uri.TryCreate(setting, UriKind.Absolute, out var address) && address is { Scheme: "http", IsLoopback: false };

    public static bool HasNoPath(string? setting) => Uri.TryCreate(setting, UriKind.Absolute, out var address) && address.AbsolutePath == "/";
}
