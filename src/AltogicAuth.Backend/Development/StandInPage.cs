using AltogicAuth.Backend.Api;

namespace AltogicAuth.Backend.Development;

/// <summary>Where a person chooses who has signed in at a provider.</summary>
internal static class StandInPage
{
    public const string Cancel = "cancel";

    public static string TitleOf(string provider) => $"This is not {DisplayName(provider)}";

    // Links and not forms: browsers apply form-action to the redirect to the app too.
    public static string Main(string page, string provider) => $"""
        <h1>{TitleOf(provider)}</h1>
        <p class="soft">{DisplayName(provider)} has no settings here (<code>Backend:Providers</code>), so this page of the backend takes its place.
        It exists in Development only. Who signs in?</p>
        {string.Concat(StandInPerson.At(provider).Select(person => Row(page, person)))}
        <p class="ways"><a href="{page}/{Cancel}">Cancel, as if consent was denied</a></p>
        """;

    private static string Row(string page, StandInPerson person) => $"""
        <article class="card">
          <h2>{BackendPage.Encode(person.Name)}</h2>
          <p class="soft">{DescriptionOf(person)}</p>
          <p class="ways"><a class="open" href="{page}/{person.Id}">Continue as {BackendPage.Encode(person.Name)}</a></p>
        </article>
        """;

    private static string DescriptionOf(StandInPerson person) => person switch
    {
        { Email: null } => "Has no address",
        { Email: DemoUser.Email } => $"Verified address, which another account here has: <b>{BackendPage.Address(person.Email)}</b>",
        { IsVerified: true } => $"Verified address: <b>{BackendPage.Address(person.Email)}</b>",
        _ => $"Address that the provider has not verified: <b>{BackendPage.Address(person.Email)}</b>",
    };

    private static string DisplayName(string provider) => provider switch
    {
        "twitter" => "X",
        "github" => "GitHub",
        _ => char.ToUpperInvariant(provider[0]) + provider[1..],
    };
}
