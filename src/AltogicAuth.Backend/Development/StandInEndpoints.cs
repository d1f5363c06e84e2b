using AltogicAuth.Backend.Accounts;
using AltogicAuth.Backend.Api;

namespace AltogicAuth.Backend.Development;

/// <summary>
/// Takes the place of each provider that is not configured, so that all of them work offline. In Development only: every visitor can
/// sign in here as each of its test persons.
/// </summary>
internal static class StandInEndpoints
{
    private const string Policy =
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void MapStandIns(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/_auth/{provider}/stand-in", Show);
        endpoints.MapGet("/_auth/{provider}/stand-in/{person}", ChooseAsync);
    }

    private static IResult Show(string provider, HttpContext http, BackendProviders providers)
    {
        if (!HasStandIn(providers, provider))
        {
            return Results.NotFound();
        }

        var main = StandInPage.Main(BackendPage.AddressOf(http.Request, $"/_auth/{provider}/stand-in"), provider);
        return BackendPage.Show(http, 200, Policy, "no-referrer", "en", StandInPage.TitleOf(provider), main);
    }

    private static Task<IResult> ChooseAsync(string provider, string person, HttpContext http, BackendProviders providers, ProviderSignIns signIns) =>
        ProviderEndpoints.RunAsync(http, provider, async address =>
        {
            if (HasStandIn(providers, provider) && StandInPerson.Find(provider, person) is { } chosen)
            {
                return await ProviderEndpoints.SignInAsync(address, signIns, chosen.IdentityAt(provider), http.Request.ClientInfo());
            }

            return HasStandIn(providers, provider) && person == StandInPage.Cancel ? ProviderEndpoints.Cancelled(address) : Results.NotFound();
        });

    private static bool HasStandIn(BackendProviders providers, string provider) =>
        BackendProviders.Names.Contains(provider) && providers.HasStandIn(provider);
}
