using AltogicAuth.Backend.Accounts;
using AltogicAuth.Backend.Api;

namespace AltogicAuth.Backend.Development;

/// <summary>
/// Takes the place of each provider that is not configured, so that all of them work offline. In Development only: everybody can sign
/// in here as anybody of the page.
/// </summary>
internal static class StandInEndpoints
{
    private const string Policy = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void MapStandIns(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/_auth/{provider}/stand-in", (string provider, HttpContext http, BackendProviders providers) =>
            ProviderEndpoints.RunAsync(http, provider, address => Task.FromResult(providers.HasStandIn(provider)
                ? BackendPage.Show(http, 200, Policy, "no-referrer", "en", address.Site, StandInPage.TitleOf(provider), StandInPage.Main(BackendPage.AddressOf(http.Request, ""), provider))
                : Results.NotFound())));
        endpoints.MapGet("/_auth/{provider}/stand-in/{person}", (string provider, string person, HttpContext http, BackendProviders providers, ProviderSignIns signIns) =>
            ProviderEndpoints.RunAsync(http, provider, async address =>
                !providers.HasStandIn(provider) ? Results.NotFound()
                : person == StandInPage.Cancel ? ProviderEndpoints.Cancelled(address)
                : StandInPerson.Find(provider, person) is { } chosen ? await ProviderEndpoints.SignInAsync(address, signIns, chosen.IdentityAt(provider), http.Request.ClientInfo())
                : Results.NotFound()));
    }
}
