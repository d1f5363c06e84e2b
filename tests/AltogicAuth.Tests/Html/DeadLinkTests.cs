using System.Net;
using AltogicAuth.Tests.App;
using AltogicAuth.Tests.Photos;
using AltogicAuth.Web;

namespace AltogicAuth.Tests.Html;

/// <summary>Requests what the pages link to, from every page and state, as a visitor and as a signed-in user.</summary>
[Collection<SharedSitePages>]
public sealed class DeadLinkTests(TestApp app, SitePages site)
{
    private const string Backend = "/e:local/";

    public static TheoryData<string, bool> Readers => new(Languages.Supported.SelectMany(language => new[] { (language.Name, false), (language.Name, true) }));

    [Theory, MemberData(nameof(Readers))]
    public async Task Links_scripts_styles_and_images_are_served(string language, bool signedIn)
    {
        var reader = await NewReaderAsync(language, signedIn);
        var addresses = PagesIn(language).SelectMany(LinksOf).Where(IsOfThisSite).Distinct().ToList();
        Assert.True(addresses.Count > 10, $"only {addresses.Count} addresses");

        foreach (var address in addresses)
        {
            AssertServed(address, await reader.OpenAsync(address));
        }
    }

    [Theory, MemberData(nameof(Readers))]
    public async Task Form_actions_are_served(string language, bool signedIn)
    {
        var actions = PagesIn(language).SelectMany(ActionsOf).Where(IsOfThisSite).Distinct().ToList();
        Assert.True(actions.Count > 20, $"only {actions.Count} actions");

        foreach (var action in actions)
        {
            // A form may end the session or delete the account.
            var reader = await NewReaderAsync(language, signedIn);
            var page = await reader.OpenAsync(signedIn ? "/profile" : "/login");
            var token = page.FieldsOf(page.Form("form[action^='/preferences']")).Where(field => field.Key == "__RequestVerificationToken");

            AssertServed(action, await reader.PostAsync(action, token));
        }
    }

    [Fact]
    public async Task Photo_and_links_of_the_mailbox_are_served()
    {
        var user = await NewReaderAsync("en", signedIn: true);
        await user.UploadAsync(await user.OpenAsync("/profile"), TestPhotos.Jpeg(64, 64));
        Page[] pages = [await user.OpenAsync("/profile"), await user.OpenAsync("/e:local/_mail"), await user.OpenAsync("/e:local/_mail/1")];
        var addresses = pages.SelectMany(LinksOf)
            .Where(address => address.Contains(Backend, StringComparison.Ordinal)).Distinct().ToList();
        Assert.Contains(addresses, address => address.Contains("_storage", StringComparison.Ordinal));

        foreach (var address in addresses)
        {
            AssertServed(address, await user.OpenAsync(address));
        }
    }

    private static void AssertServed(string address, Page response) => Assert.False(
        response.Status is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or >= HttpStatusCode.InternalServerError,
        $"{address}: {(int)response.Status}");

    private IEnumerable<Page> PagesIn(string language) => site.All.Where(entry => entry.Language == language).Select(entry => entry.Page);

    private static IEnumerable<string> LinksOf(Page page) =>
        page.Document.QuerySelectorAll("[href], [src]").Select(element => element.GetAttribute("href") ?? element.GetAttribute("src")!);

    private static IEnumerable<string> ActionsOf(Page page) =>
        page.Document.Forms.Where(form => form.Method == "post").Select(page.ActionOf)
            .Concat(page.Document.QuerySelectorAll("[formaction]").Select(button => button.GetAttribute("formaction")!));

    // The backend's addresses belong to the app that wrote the page.
    private static bool IsOfThisSite(string address) => address.StartsWith('/') && !address.StartsWith(Backend, StringComparison.Ordinal);

    private async Task<Visitor> NewReaderAsync(string language, bool signedIn)
    {
        var reader = signedIn ? (await app.NewLoggedInAsync()).Visitor : app.NewVisitor();
        reader.Headers.TryAddWithoutValidation("Accept-Language", language);
        return reader;
    }
}
