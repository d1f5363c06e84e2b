namespace AltogicAuth.Photos;

/// <summary>
/// The origins of photos: the host of the environment, its parent domain (Altogic serves public files there) and the configured
/// storage origins. Pages and their content security policy allow no others.
/// </summary>
public sealed class AllowedImageOrigins
{
    private const int MaxLength = 1_000;

    private readonly HashSet<string> _origins;

    public AllowedImageOrigins(Uri environment, IEnumerable<Uri> storageOrigins) => _origins = new(
        new[] { environment, ParentOf(environment) }.OfType<Uri>().Concat(storageOrigins).Where(IsSafe).Select(OriginOf), StringComparer.OrdinalIgnoreCase);

    /// <summary>Parses the setting <c>Altogic:StorageOrigins</c>. An invalid one stops the start.</summary>
    public static Uri[] Parse(IReadOnlyList<string> storageOrigins) =>
        storageOrigins.Sum(origin => origin.Length + 1) > MaxLength
            ? throw new InvalidOperationException($"Altogic:StorageOrigins may have {MaxLength} characters together: the header of every page names them.")
            : [.. storageOrigins.Select(origin => Uri.TryCreate(origin, UriKind.Absolute, out var address) && IsSafe(address)
                ? address
                : throw new InvalidOperationException(
                    $"Altogic:StorageOrigins: '{origin}' is not an https origin such as https://files.example.com (http on loopback only)."))];

    /// <summary>For <c>img-src</c> of the content security policy.</summary>
    public IReadOnlyCollection<string> Origins => _origins;

    public bool Allows(Uri photo) => IsSafe(photo) && photo.UserInfo.Length == 0 && _origins.Contains(OriginOf(photo));

    private static bool IsSafe(Uri address) =>
        address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp && address.IsLoopback;

    private static string OriginOf(Uri address) => address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

    // Of three labels or more: the parent of example.com would be all of .com.
    private static Uri? ParentOf(Uri address) =>
        address.HostNameType == UriHostNameType.Dns && address.Host.Split('.') is { Length: >= 3 } labels
            ? new UriBuilder(address) { Host = string.Join('.', labels[1..]) }.Uri
            : null;
}
