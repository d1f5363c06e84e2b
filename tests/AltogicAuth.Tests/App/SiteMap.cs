using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AltogicAuth.Tests.App;

/// <summary>What the app itself says that it serves.</summary>
public static class SiteMap
{
    public static IReadOnlyList<RouteEndpoint> Endpoints(TestApp app) =>
        [.. app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    public static string AddressOf(RouteEndpoint endpoint) => $"/{endpoint.RoutePattern.RawText?.Trim('/').ToLowerInvariant()}";

    public static async Task<IReadOnlyList<(string Address, CompiledPageActionDescriptor Page)>> PagesAsync(TestApp app)
    {
        var loader = app.Services.GetRequiredService<PageLoader>();
        var pages = new List<(string, CompiledPageActionDescriptor)>();
        foreach (var endpoint in Endpoints(app))
        {
            if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is { } page)
            {
                pages.Add((AddressOf(endpoint), await loader.LoadAsync(page, EndpointMetadataCollection.Empty)));
            }
        }

        return pages;
    }

    /// <summary>Where forms can be posted to, named handlers included.</summary>
    public static async Task<IReadOnlyList<(string Address, CompiledPageActionDescriptor Page)>> FormTargetsAsync(TestApp app) =>
    [
        .. from site in await PagesAsync(app)
           from handler in site.Page.HandlerMethods
           where handler.HttpMethod == "Post"
           select (handler.Name is null ? site.Address : $"{site.Address}?handler={handler.Name}", site.Page),
    ];
}
