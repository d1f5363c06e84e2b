using System.Net;
using AltogicAuth.Tests.App;
using AltogicAuth.Web;

namespace AltogicAuth.Tests.Web;

/// <summary>What holds for every form of the site. The app is not shared with other classes: its clock moves.</summary>
public sealed class EveryFormTests(TestApp app) : IClassFixture<TestApp>
{
    private const string NonLatin = "Ωμέγα 文字 مرحبا 👩‍🚀";

    public static TheoryData<string> Forms => [.. SiteForms.All.Keys];

    [Fact]
    public async Task The_list_of_forms_is_complete() =>
        Assert.Equal((await SiteMap.FormTargetsAsync(app)).Select(target => target.Address).Order(), SiteForms.All.Keys.Order());

    [Theory, MemberData(nameof(Forms))]
    public async Task A_form_that_is_stale_comes_back_as_it_was_and_works(string target)
    {
        var (visitor, page) = await SiteForms.All[target].OpenAsync(app);
        var typed = SiteForms.All[target].Fields.Select(field => (field, (string?)NonLatin)).ToArray();

        var stale = await SubmitAsync(visitor, page, target, [.. typed, ("__RequestVerificationToken", null)]);

        if (target == "/preferences")
        {
            // Its buttons stand at the foot of every page.
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
    public async Task Empty_huge_and_non_latin_fields_are_answered_in_words(string target)
    {
        foreach (var value in (string[])["", new string('A', 10_000), NonLatin, new string('字', 1_000), $"{new string('ä', 300)}@example.test"])
        {
            var (visitor, page) = await SiteForms.All[target].OpenAsync(app);

            var answer = await SubmitAsync(visitor, page, target, [.. SiteForms.All[target].Fields.Select(field => (field, (string?)value))]);

            var what = $"{target} with {value.Length} characters: {(int)answer.Status}";
            Assert.True((int)answer.Status is 200 or 303 or 400 or 401 or 422, what);
            if (answer.Status != HttpStatusCode.SeeOther && answer.Header("Content-Type") != "application/zip")
            {
                Assert.True(answer.Document.QuerySelector(".error-summary, .notice, main h1") is not null, what);
                AssertKept(answer, target, value);
            }
        }
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task Form_beyond_its_limit_is_rejected_in_words_of_its_own(string target)
    {
        var (visitor, page) = await SiteForms.All[target].OpenAsync(app);
        var isPicture = target.StartsWith("/profile/photo", StringComparison.Ordinal);
        var beyond = 1 + (isPicture ? RequestLimits.MaxPhotoFormBytes : RequestLimits.MaxFormBytes);

        var rejected = await SubmitAsync(visitor, page, target, [("Huge", new string('A', (int)beyond))]);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, rejected.Status);
        Assert.Equal(isPicture, rejected.Text.Contains("picture may have up to 5 MB", StringComparison.Ordinal));
        Assert.StartsWith(target.Split('?')[0], rejected.Document.QuerySelector("main a.primary")!.GetAttribute("href"));
    }

    private static Task<Page> SubmitAsync(Visitor visitor, Page page, string target, (string, string?)[] typed) =>
        visitor.SubmitAsync(page, $"form[action='{target}'], form[action^='{target}?returnUrl=']", typed);

    // What was typed is there again, whoever looks; a password never is.
    private static void AssertKept(Page page, string target, string value)
    {
        foreach (var field in SiteForms.All[target].Fields.Where(field => field is not ("id" or "Photo")))
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
