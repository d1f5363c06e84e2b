using Microsoft.Playwright;

namespace AltogicAuth.BrowserTests;

/// <summary>The whole of an account in a real browser: from the start page to the farewell, with and without scripts.</summary>
public sealed class JourneyTests(BrowserApp app)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task User_registers_edits_the_profile_and_deletes_the_account(bool scripts)
    {
        var page = await app.NewPageAsync(new BrowserNewContextOptions { JavaScriptEnabled = scripts });
        var email = $"grace-{Guid.NewGuid():N}@example.test";
        const string password = "compilers are fun";

        await page.OpenAsync("/");
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Create an account", Exact = true }).ClickAsync();
        await page.FillAsync("Name", "Grace Hopper");
        await page.FillAsync("Email address", email);
        await page.FillAsync("Password", password);
        await page.PressAsync("Create account");
        await Assertions.Expect(page.Page.Locator("h1")).ToHaveTextAsync("Check your email");
        await page.OpenAsync((await app.ReadMailAsync(email, "email-confirm")).Link);
        await Assertions.Expect(page.Page).ToHaveURLAsync($"{app.Address}/profile");
        await Assertions.Expect(page.Page.Locator("#name")).ToHaveTextAsync("Grace Hopper");

        await page.OpenNameFormAsync();
        await page.FillAsync("Name", "Rear Admiral Hopper");
        await page.PressAsync("Save name");
        await Assertions.Expect(page.Page.Locator("#name")).ToHaveTextAsync("Rear Admiral Hopper");

        if (!scripts)
        {
            await page.Page.ClickAsync("#photo-link");
        }

        await page.Page.Locator("#Photo").SetInputFilesAsync(Pictures.AsFile(Pictures.Png));
        await page.PressAsync("Save picture");
        var picture = page.Page.Locator(".portrait img");
        await Assertions.Expect(picture).ToBeVisibleAsync();
        if (scripts)
        {
            Assert.True(await picture.EvaluateAsync<bool>("image => image.decode().then(() => image.naturalWidth === 512)"));
        }

        await page.LogOutAsync();
        await Assertions.Expect(page.Page.Locator(".notice")).ToHaveTextAsync("You have been logged out.");
        await page.Page.GoBackAsync();
        await Assertions.Expect(page.Page.Locator("body")).Not.ToContainTextAsync(email);

        await page.LogInAsync(email, password);
        await page.LogOutAsync();

        await page.OpenAsync("/login-with-magic-link");
        await page.FillAsync("Email address", email);
        await page.PressAsync("Send me a link");
        await Assertions.Expect(page.Page.Locator("h1")).ToHaveTextAsync("Check your email");
        await page.OpenAsync((await app.ReadMailAsync(email, "magic-link")).Link);
        await Assertions.Expect(page.Page.Locator("#name")).ToHaveTextAsync("Rear Admiral Hopper");

        await page.OpenAsync("/profile/delete");
        await page.FillAsync("Type your email address to confirm", email);
        await page.PressAsync("Permanently delete my account");
        await Assertions.Expect(page.Page.Locator("h1")).ToHaveTextAsync("Goodbye");
        Assert.Empty(page.ConsoleErrors);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Password_reset_ends_older_sessions(bool scripts)
    {
        var (email, password) = await app.NewUserAsync();
        var old = await app.NewPageAsync();
        await old.LogInAsync(email, password);
        var page = await app.NewPageAsync(new BrowserNewContextOptions { JavaScriptEnabled = scripts });

        await page.OpenAsync("/forgot-password");
        await page.FillAsync("Email address", email);
        await page.PressAsync("Send a reset link");
        await Assertions.Expect(page.Page.Locator("h1")).ToHaveTextAsync("Check your email");
        await page.OpenAsync((await app.ReadMailAsync(email, "reset-pwd")).Link);
        await Assertions.Expect(page.Page).ToHaveURLAsync($"{app.Address}/auth-redirect/new-password");
        await page.FillAsync("New password", "a brand new phrase");
        await page.PressAsync("Save and log in");
        await Assertions.Expect(page.Page.Locator(".notice")).ToContainTextAsync("all older sessions have been ended");

        await old.OpenAsync("/profile");
        await Assertions.Expect(old.Page.Locator(".notice")).ToContainTextAsync("Your session has ended");
        Assert.Empty(page.ConsoleErrors);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task User_changes_the_password(bool scripts)
    {
        var (page, email, password) = await NewSignedInAsync(scripts);

        await page.OpenAsync("/.well-known/change-password");
        await page.FillAsync("Current password", password);
        await page.FillAsync("New password", "a brand new phrase");
        await page.PressAsync("Change password");

        await Assertions.Expect(page.Page.Locator(".notice")).ToContainTextAsync("Your password has been changed");
        await (await app.NewPageAsync()).LogInAsync(email, "a brand new phrase");
        Assert.Empty(page.ConsoleErrors);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task User_changes_the_email_address(bool scripts)
    {
        var (page, _, password) = await NewSignedInAsync(scripts);
        var next = $"next-{Guid.NewGuid():N}@example.test";

        await page.OpenAsync("/profile/email");
        await page.FillAsync("New email address", next);
        await page.FillAsync("Current password", password);
        await page.PressAsync("Change email");
        await Assertions.Expect(page.Page.Locator(".notice")).ToContainTextAsync("Until then your current address works");
        await page.OpenAsync((await app.ReadMailAsync(next, "change-email")).Link);
        await page.PressAsync("Confirm my new address");
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Continue" }).ClickAsync();

        await Assertions.Expect(page.Page.Locator("h1")).ToHaveTextAsync("Your new address is confirmed");
        await (await app.NewPageAsync()).LogInAsync(next, password);
        Assert.Empty(page.ConsoleErrors);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task User_exports_data_and_ends_all_sessions(bool scripts)
    {
        var (page, _, _) = await NewSignedInAsync(scripts);

        await page.OpenAsync("/profile/export");
        var download = await page.Page.RunAndWaitForDownloadAsync(() => page.PressAsync("Download"));
        Assert.Equal("my-data.zip", download.SuggestedFilename);

        await page.OpenAsync("/profile/end-all-sessions");
        await page.PressAsync("End all sessions");
        await Assertions.Expect(page.Page.Locator(".notice")).ToContainTextAsync("All your sessions have been ended");
        Assert.Empty(page.ConsoleErrors);
    }

    [Fact]
    public async Task Theme_and_language_work_without_scripts()
    {
        var page = await app.NewPageAsync(new BrowserNewContextOptions { JavaScriptEnabled = false });
        await page.OpenAsync("/login?returnUrl=%2Fprofile%2Femail");

        await page.PressAsync("Dark");
        await Assertions.Expect(page.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await page.PressAsync("Türkçe");

        await Assertions.Expect(page.Page).ToHaveURLAsync($"{app.Address}/login?returnUrl=%2Fprofile%2Femail");
        await Assertions.Expect(page.Page.Locator("html")).ToHaveAttributeAsync("lang", "tr");
        await Assertions.Expect(page.Page.Locator("h1")).ToHaveTextAsync("Giriş yapın");
    }

    private async Task<(BrowserPage Page, string Email, string Password)> NewSignedInAsync(bool scripts)
    {
        var (email, password) = await app.NewUserAsync();
        var page = await app.NewPageAsync(new BrowserNewContextOptions { JavaScriptEnabled = scripts });
        await page.LogInAsync(email, password);
        return (page, email, password);
    }
}
