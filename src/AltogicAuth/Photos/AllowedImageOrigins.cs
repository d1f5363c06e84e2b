namespace AltogicAuth.Photos;

/// <summary>Pages show photos of the environment's host, of its parent domain, where Altogic serves public files, and of configured origins only.</summary>
public sealed class AllowedImageOrigins
{
    private const int MaxLength = 1_000;

    public AllowedImageOrigins(Uri environment, IEnumerable<Uri> storageOrigins) => Origins = new HashSet<string>(
        new[] { environment, ParentOf(environment) }.OfType<Uri>().Concat(storageOrigins).Where(IsSafe).Select(OriginOf), StringComparer.OrdinalIgnoreCase);

    public static Uri[] Parse(IReadOnlyList<string> storageOrigins) =>
        storageOrigins.Sum(origin => origin.Length + 1) > MaxLength
            ? throw new InvalidOperationException($"Altogic:StorageOrigins may have {MaxLength} characters together: the header of every page names them.")
            : [.. storageOrigins.Select(origin => Uri.TryCreate(origin, UriKind.Absolute, out var address) && IsSafe(address)
                ? address
                : throw new InvalidOperationException(
                    $"Altogic:StorageOrigins: '{origin}' is not an https origin such as https://files.example.com (http on loopback only)."))];

    public IReadOnlySet<string> Origins { get; }

    public bool Allows(Uri photo) => IsSafe(photo) && photo.UserInfo.Length == 0 && Origins.Contains(OriginOf(photo));

    private static bool IsSafe(Uri address) =>
        address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp && address.IsLoopback;

    private static string OriginOf(Uri address) => address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

    // Of three labels or more: the parent of example.com would be all of .com.
    private static Uri? ParentOf(Uri address) =>
        address.HostNameType == UriHostNameType.Dns && address.Host.Split('.') is { Length: >= 3 } labels
            ? new UriBuilder(address) { Host = string.Join('.', labels[1..]) }.Uri
            : null;
}
