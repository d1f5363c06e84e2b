using System.Collections.Concurrent;
using Microsoft.AspNetCore.Components;

namespace AltogicAuth.Setup;

/// <summary>A static file as a page refers to it.</summary>
/// <param name="Url">Its address, with the fingerprint that lets it be cached for good.</param>
/// <param name="Integrity">The hash of its content; null in Development, where the file may be newer than the build.</param>
public sealed record Asset(string Url, string? Integrity);

/// <summary>The build's list of static files, by the names they have in <c>wwwroot</c>.</summary>
public sealed class Assets(IHostEnvironment environment)
{
    private readonly ConcurrentDictionary<string, Asset> _assets = [];

    public Asset Of(HttpContext http, string name) =>
        _assets.TryGetValue(name, out var asset) ? asset
        : http.GetEndpoint()?.Metadata.GetMetadata<ResourceAssetCollection>() is { } list ? _assets.GetOrAdd(name, Find(list, name))
        : new Asset($"/{name}", null);

    private Asset Find(ResourceAssetCollection list, string name)
    {
        var integrity = environment.IsDevelopment() ? null
            : list.FirstOrDefault(asset => PropertyOf(asset, "label") == name) is { } found ? PropertyOf(found, "integrity") : null;
        return new Asset($"/{list[name]}", integrity);
    }

    private static string? PropertyOf(ResourceAsset asset, string name) =>
        asset.Properties?.FirstOrDefault(property => property.Name == name)?.Value;
}
