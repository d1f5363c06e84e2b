using Microsoft.AspNetCore.Components;

namespace AltogicAuth.Setup;

public static class AssetIntegrity
{
    /// <summary>
    /// The hash that a script's content must have, from the build's list of static assets. None in Development, where a
    /// file may be newer than the list.
    /// </summary>
    public static string? IntegrityOf(this HttpContext http, string label)
    {
        if (http.RequestServices.GetRequiredService<IHostEnvironment>().IsDevelopment())
        {
            return null;
        }

        var assets = http.GetEndpoint()?.Metadata.GetMetadata<ResourceAssetCollection>();
        var asset = assets?.FirstOrDefault(asset => PropertyOf(asset, "label") == label);
        return asset is null ? null : PropertyOf(asset, "integrity");
    }

    private static string? PropertyOf(ResourceAsset asset, string name) =>
        asset.Properties?.FirstOrDefault(property => property.Name == name)?.Value;
}
