using System.Net;
using AltogicAuth.Tests.App;
using AltogicAuth.Web;

namespace AltogicAuth.Tests.Web;

/// <summary>Rules for every form of the site. The app is not shared with other classes: its clock moves.</summary>
public sealed class EveryFormTests(TestApp app) : IClassFixture<TestApp>
{
    private const string NonLatin = "Ωμέγα 文字 مرحبا 👩‍🚀";

    public static TheoryData<string> Forms => [.. SiteForms.All.Keys];

    public static TheoryData<string> FormsWithText => [.. SiteForms.All.Where(form => TextsOf(form.Value).Any()).Select(form => form.Key)];

    [Fact]
    public async Task List_of_forms_is_complete() =>
        Assert.Equal((await SiteMap.FormTargetsAsync(app)).Select(target => target.Address).Order(), SiteForms.All.Keys.Order());

    [Theory, MemberData(nameof(Forms))]
    public async Task Stale_form_keeps_its_values_and_works(string target)
    {
        var (visitor, page) = await SiteForms.All[target].OpenAsync(app);
        var typed = SiteForms.All[target].Fields.Select(field => (field, (string?)NonLatin)).ToArray();

        var stale = await SubmitAsync(visitor, page, target, [.. typed, ("__RequestVerificationToken", null)]);

        if (target == "/preferences")
        {
            // The footer of every page has this form.
            Assert.Equal(HttpStatusCode.SeeOther, stale.Status);
            stale = await visitor.FollowAsync(stale);
            Assert.Contains("Nothing is lost", stale.Notice);
        }
        else
        {
            Assert.Equal(HttpStatusCode.BadRequest, stale.Status);
            Assert.Contains("Nothing is lost", stale.Document.QuerySelector(".error-summary")!.TextContent);
            AssertKept(stale, target, NonLatin);
        }

        var again = await SubmitAsync(visitor, stale, target, []);
        Assert.DoesNotContain("Nothing is lost", again.Text);
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task Unusual_values_never_cause_an_error_page(string target)
    {
        foreach (var value in (string[])["", new string('A', 10_000), NonLatin, new string('字', 1_000), $"{new string('ä', 300)}@example.test"])
        {
            var (visitor, page) = await SiteForms.All[target].OpenAsync(app);

            var response = await SubmitAsync(visitor, page, target, [.. SiteForms.All[target].Fields.Select(field => (field, (string?)value))]);

            var what = $"{target} with {value.Length} characters: {(int)response.Status}";
            Assert.True((int)response.Status is 200 or 303 or 400 or 401 or 422, what);
            if (response.Status != HttpStatusCode.SeeOther && response.Header("Content-Type") != "application/zip")
            {
                Assert.True(response.Document.QuerySelector(".error-summary, .notice, main h1") is not null, what);
                AssertKept(response, target, value);
            }
        }
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task Form_beyond_its_limit_is_rejected_with_an_explanation(string target)
    {
        var (visitor, page) = await SiteForms.All[target].OpenAsync(app);
        var isPhoto = target.StartsWith("/profile/photo", StringComparison.Ordinal);
        var beyond = 1 + (isPhoto ? RequestLimits.MaxPhotoFormBytes : RequestLimits.MaxFormBytes);

        var rejected = await SubmitAsync(visitor, page, target, [("Huge", new string('A', (int)beyond))]);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, rejected.Status);
        Assert.Equal(isPhoto, rejected.Text.Contains("picture can be up to 5 MB", StringComparison.Ordinal));
        Assert.StartsWith(target.Split('?')[0], rejected.Document.QuerySelector("main a.primary")!.GetAttribute("href"));
    }

    [Theory, MemberData(nameof(FormsWithText))]
    public async Task Language_change_without_scripts_keeps_what_was_typed(string target)
    {
        var (visitor, page) = await SiteForms.All[target].OpenAsync(app);
        var fields = TextsOf(SiteForms.All[target]).ToList();

        var chosen = await ChooseTurkishAsync(visitor, page, [.. fields.Select(field => (field, NonLatin))]);

        var again = await visitor.FollowAsync(chosen);
        Assert.Equal("tr", again.Document.DocumentElement.GetAttribute("lang"));
        Assert.All(fields, field => Assert.Equal(NonLatin, again.Document.QuerySelector($"[name='{field}']")!.GetAttribute("value")));
        Assert.DoesNotContain(NonLatin, (await visitor.OpenToTheEndAsync(again.Address)).Html);
    }

    [Fact]
    public async Task Typed_input_is_on_no_other_page_after_a_language_change()
    {
        var visitor = app.NewVisitor();
        await ChooseTurkishAsync(visitor, await visitor.OpenAsync("/register"), ("Input.Identifier", "ada@example.test"));

        var login = await visitor.OpenAsync("/login");

        Assert.Equal("", login.ValueOf("Input_Identifier"));
    }

    private static IEnumerable<string> TextsOf(SiteForm form) => form.Fields.Where(field => field.Contains('.') && !Draft.IsPassword(field));

    /// <summary>As a browser without scripts: the button submits the fields of the main form to its own address.</summary>
    private static Task<Page> ChooseTurkishAsync(Visitor visitor, Page page, params (string Field, string Value)[] typed)
    {
        var button = page.Document.QuerySelector(".site-footer [name=language][value=tr]")!;
        var fields = page.FieldsOf(page.Form($"#{button.GetAttribute("form")}"));
        fields.RemoveAll(field => typed.Any(input => input.Field == field.Key));
        return visitor.PostAsync(
            button.GetAttribute("formaction")!, [.. fields, .. typed.Select(input => KeyValuePair.Create(input.Field, input.Value)), new("language", "tr")]);
    }

    private static Task<Page> SubmitAsync(Visitor visitor, Page page, string target, (string, string?)[] typed) =>
        visitor.SubmitAsync(page, $"form[action='{target}'], form[action^='{target}?returnUrl=']", typed);

    // Typed values are kept; passwords never are.
    private static void AssertKept(Page page, string target, string value)
    {
        foreach (var field in SiteForms.All[target].Fields.Where(field => field is not ("id" or "Photo" or "Crop")))
        {
            var isPassword = field.EndsWith("Password", StringComparison.Ordinal);
            if (page.Document.QuerySelector($"form[action='{target}'] [name='{field}']") is { } input)
            {
                Assert.Equal((field, isPassword ? "" : value), (field, input.GetAttribute("value") ?? ""));
            }
            else
            {
                Assert.Fail($"{target} came back without {field}");
            }
        }
    }
}
