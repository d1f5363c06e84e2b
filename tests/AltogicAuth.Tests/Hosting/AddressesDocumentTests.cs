using System.Text.RegularExpressions;
using AltogicAuth.Authentication;
using AltogicAuth.Pages.Profile;
using AltogicAuth.Tests.App;
using AltogicAuth.Tests.Shared;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;

namespace AltogicAuth.Tests.Hosting;

public sealed partial class AddressesDocumentTests
{
    [Fact]
    public async Task Document_lists_every_address_with_its_guard_and_handlers()
    {
        await using var app = new TestApp { Settings = { ["Altogic:EnvUrl"] = "https://altogic.example", ["Altogic:ClientKey"] = "key" } };
        var others = SiteMap.Endpoints(app)
            .Where(endpoint => endpoint.Metadata.GetMetadata<PageActionDescriptor>() is null && !IsFile(endpoint))
            .Select(endpoint => $"{SiteMap.AddressOf(endpoint)}: anyone");
        var pages = (await SiteMap.PagesAsync(app)).Select(site => $"{site.Address}: {GuardOf(site.Page)}{HandlersOf(site.Page)}");

        Assert.Equal(pages.Concat(others).Order(), Documented().Order());
    }

    // In Development a pattern serves the files that were added since the build.
    private static bool IsFile(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null || endpoint.RoutePattern.Parameters.Count > 0;

    private static string GuardOf(CompiledPageActionDescriptor page)
    {
        var model = page.ModelTypeInfo!;
        return (model.IsDefined(typeof(RequireAuthAttribute), false), model.IsDefined(typeof(RequireNoAuthAttribute), false)) switch
        {
            (true, _) => model.IsSubclassOf(typeof(StepUpPage)) ? "auth, step-up" : "auth",
            (_, true) => "no auth",
            _ => "anyone",
        };
    }

    private static string HandlersOf(CompiledPageActionDescriptor page) =>
        string.Concat(page.HandlerMethods.Select(handler => handler.Name).OfType<string>().Order().Select(name => $" {name}"));

    private static IEnumerable<string> Documented() =>
        from row in File.ReadLines(RepositoryRoot.PathOf("docs", "addresses.md"))
        where row.StartsWith("| `", StringComparison.Ordinal) && !row.Contains("/e:local/")
        let cells = row.Split('|', StringSplitOptions.TrimEntries)
        from address in Word().Matches(cells[1])
        let handlers = Word().Matches(Handlers().Match(cells[3]).Value).Select(word => word.Groups[1].Value).Order()
        select $"{address.Groups[1].Value}: {cells[2]}{string.Concat(handlers.Select(name => $" {name}"))}";

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Word();

    [GeneratedRegex("handlers? `.*")]
    private static partial Regex Handlers();
}
