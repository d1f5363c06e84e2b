using System.Net;
using AltogicAuth.Tests.App;
using AltogicAuth.Tests.Shared;
using AltogicAuth.Web;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace AltogicAuth.Tests.Html;

[Collection<SharedSitePages>]
public sealed class HtmlTests(TestApp app, SitePages site)
{
    /// <summary>Needs Node; says so and is skipped without.</summary>
    [Fact]
    public async Task Every_page_and_state_is_valid_html()
    {
        Assert.True(site.All.Count > 110, $"only {site.All.Count} pages");
        var folder = Directory.CreateTempSubdirectory("altogic-auth-html-");
        foreach (var (language, name, page) in site.All)
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, $"{name.Replace('/', '-')}.{language}.html"), page.Html, TestContext.Current.CancellationToken);
        }

        var (code, output) = await new NodeProgram(Path.Combine("Html", "node")).RunAsync(
            "node_modules/html-validate/bin/html-validate.mjs", "--config", ".htmlvalidate.json", Path.Combine(folder.FullName, "*.html"));
        folder.Delete(recursive: true);
        Assert.True(code == 0, output);
    }

    [Fact]
    public void Every_page_has_one_heading_and_a_language()
    {
        foreach (var (language, name, page) in site.All)
        {
            var expected = name is "mailbox" or "mailbox-mail" or "stand-in" ? "en" : language;
            Assert.Equal((name, 1), (name, page.Document.QuerySelectorAll("h1").Length));
            Assert.Equal((name, 1), (name, page.Document.QuerySelectorAll("main").Length));
            Assert.Equal((name, expected), (name, page.Document.DocumentElement.GetAttribute("lang")));
        }
    }

    [Fact]
    public void Page_titles_are_unique()
    {
        foreach (var title in site.All.GroupBy(entry => (entry.Language, entry.Page.Document.Title)))
        {
            Assert.Single(title.Select(entry => entry.Name.Split('/')[0]).Distinct());
        }
    }

    [Fact]
    public void Every_post_form_has_the_antiforgery_token() => Assert.All(
        // The backend's page has the key of its link in its address instead, and checks the origin.
        site.All.Where(entry => entry.Name != "link-confirm").SelectMany(entry => entry.Page.Document.QuerySelectorAll("form[method=post]")),
        form => Assert.NotNull(form.QuerySelector("input[name=__RequestVerificationToken]")));

    [Fact]
    public void First_submit_button_of_every_form_is_its_default_action()
    {
        var forms = site.All.SelectMany(entry => entry.Page.Document.Forms.Select(form => (entry.Name, Form: form))).ToList();

        // Enter in a field presses the first submit button of the form, wherever on the page it is.
        var first = forms.Select(entry => (entry.Name, Button: entry.Form.Elements.OfType<IHtmlButtonElement>().FirstOrDefault(button => button.Type == "submit"))).ToList();

        Assert.True(forms.Count > 300, $"only {forms.Count} forms");
        Assert.All(first, entry => Assert.NotNull(entry.Button));
        Assert.All(first, entry => Assert.False(
            entry.Button!.HasAttribute("formaction") || entry.Button.HasAttribute("formnovalidate"), $"{entry.Name}: {entry.Button.OuterHtml}"));
    }

    [Fact]
    public void Summary_links_to_a_field_with_the_same_error()
    {
        var links = site.All.SelectMany(entry => entry.Page.Document.QuerySelectorAll<IHtmlAnchorElement>(".error-summary a")).ToList();

        Assert.True(links.Count > 20, $"only {links.Count} links");
        Assert.All(links, link =>
        {
            var field = link.Owner!.GetElementById(link.GetAttribute("href")!.TrimStart('#'));
            Assert.NotNull(field);
            Assert.Equal("true", field.GetAttribute("aria-invalid"));
            Assert.Contains(link.TextContent, field.GetAttribute("aria-describedby")!.Split(' ').Select(id => link.Owner!.GetElementById(id)!.TextContent));
        });
    }

    [Fact]
    public void Summary_has_the_order_of_the_fields()
    {
        foreach (var (_, name, page) in site.All)
        {
            var listed = page.Document.QuerySelectorAll(".error-summary a").Select(link => link.GetAttribute("href")!).Distinct().ToList();
            var fields = page.Document.QuerySelectorAll("main input").Select(input => $"#{input.Id}").Where(listed.Contains);
            Assert.Equal((name, string.Join(' ', fields)), (name, string.Join(' ', listed)));
        }
    }

    [Fact]
    public void Long_address_breaks_before_the_at_sign() =>
        Assert.EndsWith("<wbr>@example.test", site["check-mail/sent"].Document.QuerySelector(".address")!.InnerHtml);

    /// <summary>As the HTML standard writes a global date and time: at most three digits after the second.</summary>
    [Fact]
    public void Times_are_valid_html_datetimes()
    {
        var times = site.All.SelectMany(entry => entry.Page.Document.QuerySelectorAll("time")).ToList();

        Assert.NotEmpty(times);
        Assert.All(times, time => Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$", time.GetAttribute("datetime")));
    }

    [Fact]
    public void Only_fields_in_the_summary_or_a_focused_field_are_invalid()
    {
        foreach (var (_, name, page) in site.All)
        {
            var named = page.Document.QuerySelectorAll(".error-summary a").Select(link => link.GetAttribute("href")!).Distinct().Order();
            var marked = page.Document.QuerySelectorAll(".field-invalid input").Select(input => $"#{input.Id}").Order().ToList();
            var focused = page.Document.QuerySelector(".field-invalid input[autofocus]");
            Assert.Equal((name, focused is null ? string.Join(' ', named) : $"#{focused.Id}"), (name, string.Join(' ', marked)));
        }
    }

    [Theory]
    [InlineData("login", "Input.Identifier", "username")]
    [InlineData("login", "Input.Password", "current-password")]
    [InlineData("register", "Input.Name", "name")]
    [InlineData("register", "Input.Identifier", "username")]
    [InlineData("register", "Input.Password", "new-password")]
    [InlineData("magic-link", "Input.Identifier", "username")]
    [InlineData("forgot", "Input.Identifier", "username")]
    [InlineData("resend", "Input.Identifier", "username")]
    [InlineData("email-link-reset", "Input.Email", "username")]
    [InlineData("email-link-reset", "Input.NewPassword", "new-password")]
    [InlineData("email-link-reset/known", "Input.Email", "username")]
    [InlineData("email-link-reset/known", "Input.NewPassword", "new-password")]
    [InlineData("profile", "NameForm.Name", "name")]
    [InlineData("password", "Input.CurrentPassword", "current-password")]
    [InlineData("password", "Input.NewPassword", "new-password")]
    [InlineData("email", "Input.Email", "email")]
    [InlineData("email", "Input.CurrentPassword", "current-password")]
    [InlineData("delete/asking", "Reauthentication.Password", "current-password")]
    [InlineData("export/asking", "Reauthentication.Password", "current-password")]
    [InlineData("end-all-sessions/asking", "Reauthentication.Password", "current-password")]
    public void Fields_have_autocomplete_tokens(string page, string field, string token) =>
        Assert.Equal(token, site[page].Document.QuerySelector($"input[name='{field}']")!.GetAttribute("autocomplete"));

    [Fact]
    public void Addresses_and_passwords_are_typed_from_left_to_right() => Assert.All(
        site.All.SelectMany(entry => entry.Page.Document.QuerySelectorAll("input:is([type=email], [type=password], [type=tel], [inputmode])")),
        field => Assert.Equal("ltr", field.GetAttribute("dir")));

    [Fact]
    public void Every_password_form_has_a_username() => Assert.All(
        site.All.SelectMany(entry => entry.Page.Document.QuerySelectorAll("form:has(input[type=password])")),
        form => Assert.Single(form.QuerySelectorAll("input[autocomplete=username]")));

    [Fact]
    public void Name_of_every_password_field_says_what_it_is() => Assert.All(
        site.All.SelectMany(entry => entry.Page.Document.QuerySelectorAll("input[type=password]")),
        input => Assert.True(Draft.IsPassword(input.GetAttribute("name")!)));

    [Theory]
    [InlineData("icon", "image/svg+xml")]
    [InlineData("apple-touch-icon", "image/png")]
    public async Task Icons_are_served(string kind, string type)
    {
        var icon = await app.NewVisitor().OpenAsync(site["login"].Document.QuerySelector($"link[rel={kind}]")!.GetAttribute("href")!);

        Assert.Equal(HttpStatusCode.OK, icon.Status);
        Assert.Equal(type, icon.Header("Content-Type"));
    }
}
