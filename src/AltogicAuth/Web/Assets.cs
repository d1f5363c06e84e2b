using System.Collections.Concurrent;
using Microsoft.AspNetCore.Components;

namespace AltogicAuth.Web;

/// <summary>A static file, for the HTML of a page.</summary>
/// <param name="Url">The address with its fingerprint, which allows caching without end.</param>
/// <param name="Integrity">The hash of the content; null in Development, where the file may be newer than the build.</param>
public sealed record Asset(string Url, string? Integrity);

/// <summary>The build's list of static files, by their names in <c>wwwroot</c>.</summary>
public sealed class Assets(IHostEnvironment environment, SiteRoot root)
{
    private readonly ConcurrentDictionary<string, Asset> _assets = [];

    public Asset Of(HttpContext http, string name)
    {
        if (_assets.TryGetValue(name, out var known))
        {
            return known;
        }

        // An error page may have no endpoint, and then there is no list.
        return http.GetEndpoint()?.Metadata.GetMetadata<ResourceAssetCollection>() is { } list
            ? _assets.GetOrAdd(name, new Asset($"{root}/{list[name]}", IntegrityIn(list, name)))
            : new Asset($"{root}/{name}", null);
    }

    private string? IntegrityIn(ResourceAssetCollection list, string name) => environment.IsDevelopment()
        ? null
        : PropertyOf(list.FirstOrDefault(asset => PropertyOf(asset, "label") == name), "integrity");

    private static string? PropertyOf(ResourceAsset? asset, string name) =>
        asset?.Properties?.FirstOrDefault(property => property.Name == name)?.Value;
}
