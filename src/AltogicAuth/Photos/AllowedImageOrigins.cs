namespace AltogicAuth.Photos;

/// <summary>
/// Where pictures may come from: the environment's host, its parent domain (Altogic serves public files there) and
/// the configured storage origins. The page shows no other address, and the content security policy allows exactly these.
/// </summary>
public sealed class AllowedImageOrigins
{
    private const int MaxLength = 1_000;

    private readonly HashSet<string> _origins = new(StringComparer.OrdinalIgnoreCase);

    public AllowedImageOrigins(Uri environment, IEnumerable<Uri> storageOrigins)
    {
        Add(environment);
        if (ParentOf(environment) is { } parent)
        {
            Add(parent);
        }

        foreach (var origin in storageOrigins)
        {
            Add(origin);
        }
    }

    /// <summary>Reads the setting <c>Altogic:StorageOrigins</c>; one that is wrong stops the start.</summary>
    public static Uri[] Parse(IReadOnlyList<string> storageOrigins) =>
        storageOrigins.Sum(origin => origin.Length + 1) > MaxLength
            ? throw new InvalidOperationException($"Altogic:StorageOrigins may have {MaxLength} characters together: the header of every page names them.")
            : [.. storageOrigins.Select(origin => Uri.TryCreate(origin, UriKind.Absolute, out var address) && IsSafe(address)
                ? address
                : throw new InvalidOperationException(
                    $"Altogic:StorageOrigins: '{origin}' is not an https origin such as https://files.example.com (http on loopback only)."))];

    /// <summary>For the policy's <c>img-src</c>.</summary>
    public IReadOnlyCollection<string> Origins => _origins;

    /// <summary>The address as given when it may be shown, else null: the page then draws initials.</summary>
    public string? Shown(string? picture) =>
        Uri.TryCreate(picture, UriKind.Absolute, out var address) && IsSafe(address) && address.UserInfo.Length == 0 &&
        _origins.Contains(OriginOf(address))
            ? address.AbsoluteUri
            : null;

    private void Add(Uri address)
    {
        if (IsSafe(address))
        {
            _origins.Add(OriginOf(address));
        }
    }

    private static bool IsSafe(Uri address) =>
        address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp && address.IsLoopback;

    private static string OriginOf(Uri address) => address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

    // Three labels at least: the parent of example.com would be all of .com.
    private static Uri? ParentOf(Uri address) =>
        address.HostNameType == UriHostNameType.Dns && address.Host.Split('.') is { Length: >= 3 } labels
            ? new UriBuilder(address) { Host = string.Join('.', labels[1..]) }.Uri
            : null;
}
