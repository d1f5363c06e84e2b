using Microsoft.Playwright;

namespace AltogicAuth.BrowserTests;

/// <summary>A form goes out once, however often and however long it is pressed, and its button says that it is busy.</summary>
public sealed class BusyTests(BrowserApp app)
{
    [Fact]
    public async Task Double_click_submits_once()
    {
        var page = await app.NewPageAsync();
        await page.OpenAsync("/register");
        await page.FillAsync("Name", "Twice");
        await page.FillAsync("Email address", $"twice-{Guid.NewGuid():N}@example.test");
        await page.FillAsync("Password", "a fine long phrase");
        var posts = 0;
        page.Page.Request += (_, request) => posts += request.Method == "POST" ? 1 : 0;

        await page.Page.EvaluateAsync("""
            () => { const button = document.querySelector('main form button.primary'); button.click(); button.click(); }
            """);

        await Assertions.Expect(page.Page.Locator("h1")).ToHaveTextAsync("Check your email");
        Assert.Equal(1, posts);
    }

    [Fact]
    public async Task Pending_form_is_not_submitted_again()
    {
        var page = await app.NewPageAsync();
        // Whatever the page puts off until later comes when the test says so.
        await page.Page.AddInitScriptAsync("window.timers = []; window.setTimeout = (run) => timers.push(run);");
        await page.OpenAsync("/login");

        var busyAndSent = await page.Page.EvaluateAsync<string[]>("""
            () => {
              const button = document.querySelector('main .primary');
              let sent = 0;
              addEventListener('submit', (event) => { sent += event.defaultPrevented ? 0 : 1; });
              button.click();
              timers.forEach((run) => run());
              button.click();
              return [button.getAttribute('aria-busy'), String(sent)];
            }
            """);

        Assert.Equal(["true", "1"], busyAndSent);
        await Assertions.Expect(page.Page.Locator(".error-summary")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Download_button_is_busy_until_the_file_arrives()
    {
        var page = await app.NewProfileAsync();
        // No timer ends it.
        await page.Page.Clock.InstallAsync();
        await page.OpenAsync("/profile/export");
        var held = await page.HoldAsync("/profile/export");
        var button = page.Page.GetByRole(AriaRole.Button, new() { Name = "Download" });

        await button.ClickAsync();
        await Assertions.Expect(button).ToHaveAttributeAsync("aria-busy", "true");
        var file = await page.Page.RunAndWaitForDownloadAsync(() => Task.Run(held.Release));

        Assert.Equal("my-data.zip", file.SuggestedFilename);
        await Assertions.Expect(button).Not.ToHaveAttributeAsync("aria-busy", "true");
        await page.Page.RunAndWaitForDownloadAsync(() => button.ClickAsync());
    }

    [Fact]
    public async Task Password_field_is_cleared_after_a_download()
    {
        await using var later = new BrowserApp();
        await later.InitializeAsync();
        var (email, password) = await later.NewUserAsync();
        var page = await later.NewPageAsync();
        await page.LogInAsync(email, password);
        later.Clock.Advance(TimeSpan.FromMinutes(6));
        await page.OpenAsync("/profile/export");
        var field = page.Page.Locator("#Reauthentication_Password");

        await field.FillAsync("not the password");
        await page.PressAsync("Download");
        await Assertions.Expect(field).ToHaveAttributeAsync("aria-invalid", "true");
        await field.FillAsync(password);
        await page.PressAsync("Show current password");
        await page.Page.RunAndWaitForDownloadAsync(() => page.PressAsync("Download"));

        await Assertions.Expect(field).ToHaveValueAsync("");
    }

    [Fact]
    public async Task Background_form_is_busy_until_the_response()
    {
        var page = await app.NewProfileAsync();
        var held = await page.HoldAsync("/profile?handler=Name");
        var button = page.Page.GetByRole(AriaRole.Button, new() { Name = "Save name" });
        await page.OpenNameFormAsync();
        var width = (await button.BoundingBoxAsync())!.Width;
        await page.FillAsync("Name", "Ada King");

        await button.ClickAsync();
        await Assertions.Expect(button).ToHaveAttributeAsync("aria-busy", "true");
        Assert.Equal(width, (await button.BoundingBoxAsync())!.Width);
        await page.Page.Locator("#NameForm_Name").PressAsync("Enter");
        held.Release();

        await Assertions.Expect(page.Page.Locator("#name")).ToHaveTextAsync("Ada King");
        await Assertions.Expect(button).Not.ToHaveAttributeAsync("aria-busy", "true");
        Assert.Equal(1, held.Count);
    }
}
