namespace AltogicAuth.Photos;

/// <summary>Photos may come from the environment's host, its parent domain, where Altogic serves public files, and configured origins.</summary>
public sealed class AllowedImageOrigins
{
    private const int MaxLength = 1_000;

    public AllowedImageOrigins(Uri environment, IEnumerable<Uri> storageOrigins)
    {
        var origins = new[] { environment, ParentOf(environment) }.OfType<Uri>().Concat(storageOrigins);
        Origins = origins.Where(IsSafe).Select(OriginOf).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    public static Uri[] Parse(IReadOnlyList<string> storageOrigins) => storageOrigins.Sum(origin => origin.Length + 1) <= MaxLength
        ? [.. storageOrigins.Select(Parse)]
        : throw new InvalidOperationException(
            $"Altogic:StorageOrigins may have {MaxLength} characters together: the header of every page names them.");

    public IReadOnlySet<string> Origins { get; }

    public bool Allows(Uri photo) => IsSafe(photo) && photo.UserInfo.Length == 0 && Origins.Contains(OriginOf(photo));

    /// <summary>Null for a photo that a page must not show.</summary>
    public string? FindAllowed(string? photo) => Uri.TryCreate(photo, UriKind.Absolute, out var address) && Allows(address) ? address.AbsoluteUri : null;

    private static Uri Parse(string origin) => Uri.TryCreate(origin, UriKind.Absolute, out var address) && IsSafe(address)
        ? address
        : throw new InvalidOperationException(
            $"Altogic:StorageOrigins: '{origin}' is not an https origin such as https://files.example.com (http on loopback only).");

    private static bool IsSafe(Uri address) =>
        address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp && address.IsLoopback;

    private static string OriginOf(Uri address) => address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

    // Of three labels or more: the parent of example.com would be all of .com.
    private static Uri? ParentOf(Uri address) =>
        address.HostNameType == UriHostNameType.Dns && address.Host.Split('.') is { Length: >= 3 } labels
            ? new UriBuilder(address) { Host = string.Join('.', labels[1..]) }.Uri
            : null;
}
