using Microsoft.Playwright;

namespace AltogicAuth.BrowserTests;

/// <summary>Sign-in with a provider, whose place the backend's stand-in takes.</summary>
public sealed class ProviderTests(BrowserApp app)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task User_of_a_provider_signs_in_and_out_and_in_again(bool scripts)
    {
        var page = await app.NewPageAsync(new BrowserNewContextOptions { JavaScriptEnabled = scripts });

        await StartAsync(page, "Continue with GitHub");
        await ChooseAsync(page, "Continue as Vera Verified");
        await Assertions.Expect(page.Page).ToHaveURLAsync($"{app.Address}/profile");
        await Assertions.Expect(page.Page.Locator("#name")).ToHaveTextAsync("Vera Verified");

        await page.LogOutAsync();
        await StartAsync(page, "Continue with GitHub Last used");
        await ChooseAsync(page, "Continue as Vera Verified");
        await Assertions.Expect(page.Page).ToHaveURLAsync($"{app.Address}/profile");
        Assert.Empty(page.ConsoleErrors);
    }

    [Fact]
    public async Task Cancelled_consent_leads_back_to_the_other_methods()
    {
        var page = await app.NewPageAsync();

        await StartAsync(page, "Continue with Google");
        await ChooseAsync(page, "Cancel, as if consent was denied");

        await Assertions.Expect(page.Page.Locator("h1")).ToHaveTextAsync("Login cancelled");
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Log in with a password" }).ClickAsync();
        await Assertions.Expect(page.Page).ToHaveURLAsync($"{app.Address}/login");
    }

    [Fact]
    public async Task Address_of_another_account_is_explained()
    {
        var page = await app.NewPageAsync();

        await StartAsync(page, "Continue with Discord");
        await ChooseAsync(page, "Continue as Demo User");

        await Assertions.Expect(page.Page.Locator("main")).ToContainTextAsync("You already have an account with this address.");
    }

    private static async Task StartAsync(BrowserPage page, string button)
    {
        await page.OpenAsync("/login");
        await page.Page.GetByRole(AriaRole.Link, new() { Name = button, Exact = true }).ClickAsync();
    }

    private static Task ChooseAsync(BrowserPage page, string link) => page.Page.GetByRole(AriaRole.Link, new() { Name = link }).ClickAsync();
}
