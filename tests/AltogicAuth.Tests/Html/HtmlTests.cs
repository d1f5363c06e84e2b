using AltogicAuth.LocalBackend.Faults;
using AltogicAuth.Tests.App;
using AltogicAuth.Tests.Photos;
using AltogicAuth.Tests.Shared;

namespace AltogicAuth.Tests.Html;

/// <summary>The HTML of every page and state, as it leaves the server, is valid. Needs Node; says so and is skipped without.</summary>
public sealed class HtmlTests
{
    [Fact]
    public async Task Every_page_and_state_is_valid_html()
    {
        var pages = Directory.CreateTempSubdirectory("altogic-auth-html-");
        await foreach (var (name, page) in PagesAsync())
        {
            Assert.All(page.Document.QuerySelectorAll("form[method=post]"), form => Assert.NotNull(form.QuerySelector("input[name=__RequestVerificationToken]")));
            await File.WriteAllTextAsync(Path.Combine(pages.FullName, $"{name}.html"), page.Html);
        }

        Assert.True(pages.GetFiles().Length > 30);
        var (code, output) = await new NodeProgram(Path.Combine("Html", "node")).RunAsync(
            "node_modules/html-validate/bin/html-validate.mjs", "--config", ".htmlvalidate.json", Path.Combine(pages.FullName, "*.html"));
        pages.Delete(recursive: true);
        Assert.True(code == 0, output);
    }

    private static async IAsyncEnumerable<(string Name, Page Page)> PagesAsync()
    {
        await using var app = new TestApp();
        var stranger = app.NewVisitor();
        foreach (var address in new[] { "/", "/login", "/register", "/login-with-magic-link", "/check-your-mail", "/forgot-password", "/resend-verification", "/nowhere", "/auth-redirect?status=200&action=change-email", "/auth-redirect?status=400&action=email-confirm&error=x" })
        {
            yield return (address.Trim('/').Split('?') is [var path, ..] && path.Length > 0 ? $"{path}-{address.Length}" : "start", await stranger.OpenAsync(address));
        }

        foreach (var form in new[] { "/login", "/register", "/login-with-magic-link", "/forgot-password", "/resend-verification" })
        {
            yield return ($"refused{form[1..]}", await stranger.SubmitAsync(await stranger.OpenAsync(form), "main form"));
        }

        yield return ("login-refused", await stranger.TryLogInAsync("nobody@example.test", "wrong password"));
        yield return ("stale", await stranger.PostAsync("/login", []));
        yield return ("resend-wait", await stranger.SubmitAsync(await stranger.OpenAsync("/resend-verification"), "main form", ("Email", "a@example.test")));
        yield return ("landing-finish", await stranger.OpenToTheEndAsync("/auth-redirect?status=200&access_token=a&action=magic-link"));
        yield return ("landing-reset", await stranger.OpenToTheEndAsync("/auth-redirect?status=200&access_token=a&action=reset-pwd"));
        yield return ("landing-reset-refused", await stranger.SubmitAsync(await stranger.OpenToTheEndAsync("/auth-redirect?status=200&access_token=a&action=reset-pwd"), "main form", ("Email", "x"), ("NewPassword", "short")));

        var (member, user) = await app.NewLoggedInAsync("Ada <b> \"L\"");
        await app.NewVisitor().LogInAsync(user);
        yield return ("profile", await member.OpenAsync("/profile"));
        yield return ("profile-refused", await member.SubmitAsync(await member.OpenAsync("/profile"), "form[action$='handler=Name']", ("Name", "")));
        yield return ("photo-refused", await member.UploadAsync(await member.OpenAsync("/profile"), []));
        await member.UploadAsync(await member.OpenAsync("/profile"), TestPictures.Jpeg());
        yield return ("profile-picture", await member.OpenAsync("/profile"));
        foreach (var name in new[] { "photo", "password", "email", "export", "delete", "end-all-sessions" })
        {
            yield return (name, await member.OpenAsync($"/profile/{name}"));
        }

        app.Clock.Advance(TimeSpan.FromMinutes(6));
        var stepUp = await member.OpenAsync("/profile/delete");
        yield return ("step-up", stepUp);
        yield return ("step-up-link", await member.FollowAsync(await member.PostAsync("/profile/step-up-link", stepUp.FieldsOf(stepUp.Form("main form")))));
        yield return ("step-up-refused", await member.SubmitAsync(await member.OpenAsync("/profile/delete"), "main form", ("Password", "wrong")));
        yield return ("password-refused", await member.SubmitAsync(await member.OpenAsync("/profile/password"), "main form"));
        yield return ("email-refused", await member.SubmitAsync(await member.OpenAsync("/profile/email"), "main form"));
        var form503 = await member.OpenAsync("/profile");
        app.Faults.Add(new Fault("*", FaultKind.Status));
        yield return ("unavailable", await member.OpenAsync("/profile"));
        yield return ("name-unavailable", await member.SubmitAsync(form503, "form[action$='handler=Name']", ("Name", "Ada")));
        app.Faults.Clear();
        app.Clock.Advance(TimeSpan.FromSeconds(16));
        yield return ("farewell", await member.FollowAsync(await member.SubmitAsync(await member.OpenAsync("/profile/delete"), "main form", ("Password", user.Password))));
        yield return ("mailbox", await stranger.OpenAsync("/e:local/_mail"));
    }
}
