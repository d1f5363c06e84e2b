using AltogicAuth.Backend.Testing;
using Microsoft.Playwright;

namespace AltogicAuth.BrowserTests;

/// <summary>Forms that a script submits in the background: the page shows what changed, and everything else stays.</summary>
public sealed class BackgroundFormTests(BrowserApp app)
{
    [Fact]
    public async Task Ending_a_session_removes_its_row_without_navigation()
    {
        var (page, _) = await NewProfileAsync(otherSessions: 1);
        await page.Page.EvaluateAsync("window.stayed = true");

        await page.PressAsync("End session");

        await Assertions.Expect(page.Page.Locator(".session")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Page.Locator("a[href='#sessions'] .setting-value")).ToHaveTextAsync("1");
        await Assertions.Expect(page.Page.Locator(".notice")).ToHaveTextAsync("The session has been ended.");
        Assert.True(await page.Page.EvaluateAsync<bool>("window.stayed"));
    }

    [Fact]
    public async Task Status_message_is_announced_once_and_visible()
    {
        var (page, _) = await NewProfileAsync(otherSessions: 12, new BrowserNewContextOptions { ViewportSize = new() { Width = 390, Height = 700 } });

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "End session" }).Last.ClickAsync();

        var told = page.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "The session has been ended." });
        await Assertions.Expect(told).ToHaveCountAsync(1);
        await Assertions.Expect(told.Locator(".notice")).ToBeInViewportAsync(new() { Ratio = 1 });
        await Assertions.Expect(page.Page.Locator("h1")).Not.ToBeInViewportAsync();
    }

    [Fact]
    public async Task Focus_moves_to_the_neighbour_of_a_removed_row()
    {
        var (page, _) = await NewProfileAsync(otherSessions: 2);
        var buttons = page.Page.GetByRole(AriaRole.Button, new() { Name = "End session" });

        await buttons.First.PressAsync("Enter");
        await Assertions.Expect(page.Page.Locator(".session")).ToHaveCountAsync(2);
        await Assertions.Expect(buttons).ToBeFocusedAsync();

        await buttons.PressAsync("Enter");
        await Assertions.Expect(page.Page.Locator("#sessions")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Focus_stays_in_the_field_of_a_submitted_form()
    {
        var (page, _) = await NewProfileAsync(otherSessions: 0);

        await page.Page.Locator("#NameForm_Name").PressAsync("Enter");

        await Assertions.Expect(page.Page.Locator(".notice")).ToHaveTextAsync("Your name has been saved.");
        await Assertions.Expect(page.Page.Locator("#NameForm_Name")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Background_form_keeps_input_of_other_forms()
    {
        var (page, _) = await NewProfileAsync(otherSessions: 1);
        var held = await page.HoldAsync("/profile?handler=EndSession");

        await page.PressAsync("End session");
        await page.FillAsync("Name", "Half a na");
        held.Release();
        await Assertions.Expect(page.Page.Locator(".session")).ToHaveCountAsync(1);

        await page.Page.Keyboard.TypeAsync("me");
        await Assertions.Expect(page.Page.Locator("#NameForm_Name")).ToHaveValueAsync("Half a name");
        await page.PressAsync("Save name");
        await Assertions.Expect(page.Page.Locator("#name")).ToHaveTextAsync("Half a name");
        await page.FillAsync("Name", "Another");
        await page.Page.Locator("#Photo").SetInputFilesAsync(Pictures.AsFile(Pictures.Png));
        await page.PressAsync("Save picture");
        await Assertions.Expect(page.Page.Locator(".portrait img")).ToBeVisibleAsync();
        await Assertions.Expect(page.Page.Locator("#NameForm_Name")).ToHaveValueAsync("Another");
    }

    [Fact]
    public async Task New_name_updates_the_initials()
    {
        var (page, _) = await NewProfileAsync(otherSessions: 0);

        await page.FillAsync("Name", "Grace Hopper");
        await page.PressAsync("Save name");

        await Assertions.Expect(page.Page.Locator(".portrait .initials")).ToHaveTextAsync("GH");
    }

    [Fact]
    public async Task Rejected_name_is_explained_at_its_field()
    {
        var (page, _) = await NewProfileAsync(otherSessions: 0);

        await page.FillAsync("Name", "");
        await page.PressAsync("Save name");
        await Assertions.Expect(page.Page.Locator("#NameForm_Name")).ToBeFocusedAsync();
        await Assertions.Expect(page.Page).ToHaveTitleAsync("Error: Your profile – AltogicAuth");
        await Assertions.Expect(page.Page.Locator(".error-summary")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Page.Locator("#NameForm_Name")).ToHaveAttributeAsync("aria-invalid", "true");
        await page.Page.Keyboard.TypeAsync("Ada King");
        await page.Page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page.Page.Locator("#name")).ToHaveTextAsync("Ada King");
        await Assertions.Expect(page.Page.Locator(".error-summary, .error")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Page).ToHaveTitleAsync("Your profile – AltogicAuth");
    }

    [Fact]
    public async Task Lost_connection_keeps_the_input_and_shows_an_error()
    {
        var (page, _) = await NewProfileAsync(otherSessions: 1);
        await page.FillAsync("Name", "Ada King");
        await page.Page.Context.SetOfflineAsync(true);

        await page.PressAsync("Save name");
        await Assertions.Expect(page.Page.Locator(".error-summary")).ToBeFocusedAsync();
        await Assertions.Expect(page.Page.Locator(".person .error-summary")).ToHaveTextAsync("That did not work. Please try again.");
        await Assertions.Expect(page.Page.Locator("#NameForm_Name")).ToHaveValueAsync("Ada King");
        await page.PressAsync("End session");
        await Assertions.Expect(page.Page.Locator("#sessions .error-summary")).ToBeFocusedAsync();
        await Assertions.Expect(page.Page.Locator(".error-summary")).ToHaveCountAsync(1);

        await page.Page.Context.SetOfflineAsync(false);
        await page.PressAsync("Save name");
        await Assertions.Expect(page.Page.Locator("#name")).ToHaveTextAsync("Ada King");
        await Assertions.Expect(page.Page.Locator(".error-summary")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Page).ToHaveURLAsync($"{app.Address}/profile");
    }

    [Fact]
    public async Task Outage_keeps_the_profile_and_shows_an_error()
    {
        await using var away = new BrowserApp();
        await away.InitializeAsync();
        var page = await away.NewProfileAsync();
        await page.OpenNameFormAsync();
        await page.FillAsync("Name", "Ada King");
        away.Faults.Add(new Fault("*", FaultKind.Status));

        await page.PressAsync("Save name");
        await Assertions.Expect(page.Page.Locator(".person .error-summary")).ToContainTextAsync("Nothing is lost");
        await Assertions.Expect(page.Page.Locator(".error-summary")).ToBeFocusedAsync();
        await page.Page.Locator("#Photo").SetInputFilesAsync(Pictures.AsFile(Pictures.Png));
        await page.PressAsync("Save picture");
        await Assertions.Expect(page.Page.Locator(".photo-dialog .error-summary")).ToContainTextAsync("Nothing is lost");
        await Assertions.Expect(page.Page.Locator(".error-summary")).ToBeFocusedAsync();

        await Assertions.Expect(page.Page.Locator(".session")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Page.Locator("#NameForm_Name")).ToHaveValueAsync("Ada King");
        Assert.Equal(1, await page.Page.Locator("#Photo").EvaluateAsync<int>("input => input.files.length"));
        away.Faults.Clear();
        await page.PressAsync("Save picture");
        await Assertions.Expect(page.Page.Locator(".portrait img")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Fallback_error_page_is_shown_once_at_the_form()
    {
        var (page, _) = await NewProfileAsync(otherSessions: 0);
        await page.FillAsync("Name", "Ada King");
        await page.Page.RouteAsync("**/profile?handler=Name", route => route.FulfillAsync(new()
        {
            Status = 500,
            ContentType = "text/html; charset=utf-8",
            Body = "<!doctype html><html lang=\"en\"><title>Broken</title><main><h1>Something went wrong</h1><p>Please try again in a minute.</p></main></html>",
        }));

        await page.PressAsync("Save name");

        await Assertions.Expect(page.Page.Locator(".error-summary")).ToHaveTextAsync(["Something went wrongPlease try again in a minute."]);
        await page.Page.UnrouteAllAsync();
        await page.PressAsync("Save name");
        await Assertions.Expect(page.Page.Locator("#name")).ToHaveTextAsync("Ada King");
    }

    [Fact]
    public async Task Stale_form_explains_itself_and_works_again()
    {
        var (page, _) = await NewProfileAsync(otherSessions: 1);
        await page.FillAsync("Name", "Ada King");
        await page.Page.Context.ClearCookiesAsync(new() { Name = "antiforgery" });

        await page.PressAsync("Save name");

        await Assertions.Expect(page.Page.Locator(".person .error-summary")).ToContainTextAsync("This page was open for too long");
        await Assertions.Expect(page.Page.Locator("#NameForm_Name")).ToHaveValueAsync("Ada King");
        await page.PressAsync("End session");
        await Assertions.Expect(page.Page.Locator(".session")).ToHaveCountAsync(1);
        await page.PressAsync("Save name");
        await Assertions.Expect(page.Page.Locator("#name")).ToHaveTextAsync("Ada King");
    }

    [Fact]
    public async Task Form_of_an_ended_session_redirects_to_login()
    {
        var (page, (email, password)) = await NewProfileAsync(otherSessions: 0);
        var other = await app.NewPageAsync();
        await other.LogInAsync(email, password);
        await other.PressAsync("End all other sessions");
        await Assertions.Expect(other.Page.Locator(".session")).ToHaveCountAsync(1);

        await page.PressAsync("Save name");

        await Assertions.Expect(page.Page.Locator("h1")).ToHaveTextAsync("Log in");
        await Assertions.Expect(page.Page).ToHaveTitleAsync("Log in – AltogicAuth");
        await Assertions.Expect(page.Page.Locator(".notice")).ToContainTextAsync("Your session has ended");
        await Assertions.Expect(page.Page.Locator(".site-header nav")).ToHaveCountAsync(0);
        await page.FillAsync("Email address", email);
        await page.FillAsync("Password", password);
        await page.PressAsync("Log in");
        await Assertions.Expect(page.Page).ToHaveURLAsync($"{app.Address}/profile");
    }

    private async Task<(BrowserPage Page, (string Email, string Password) User)> NewProfileAsync(int otherSessions, BrowserNewContextOptions? options = null)
    {
        var user = await app.NewUserAsync();
        await app.LogInElsewhereAsync(user.Email, user.Password, otherSessions);
        var page = await app.NewPageAsync(options);
        await page.LogInAsync(user.Email, user.Password);
        await page.OpenNameFormAsync();
        return (page, user);
    }
}
