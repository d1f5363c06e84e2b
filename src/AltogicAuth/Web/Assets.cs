using Microsoft.AspNetCore.Components;

namespace AltogicAuth.Web;

public sealed class Assets(IHostEnvironment environment, SiteRoot root)
{
    /// <summary>Has a fingerprint, which allows caching without end.</summary>
    public string UrlOf(HttpContext http, string name) => $"{root}/{ListOf(http)?[name] ?? name}";

    /// <summary>The hash of the content; null in Development, where the file may be newer than the build.</summary>
    public string? IntegrityOf(HttpContext http, string name) => environment.IsDevelopment()
        ? null
        : PropertyOf(ListOf(http)?.FirstOrDefault(asset => PropertyOf(asset, "label") == name), "integrity");

    // An error page may have no endpoint, and then there is no list.
    private static ResourceAssetCollection? ListOf(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<ResourceAssetCollection>();

    private static string? PropertyOf(ResourceAsset? asset, string name) =>
        asset?.Properties?.FirstOrDefault(property => property.Name == name)?.Value;
}
