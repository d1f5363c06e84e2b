using Microsoft.Playwright;

namespace AltogicAuth.BrowserTests;

/// <summary>Tab, Enter and letters, nothing else.</summary>
public sealed class KeyboardTests(BrowserApp app)
{
    [Fact]
    public async Task Register_login_and_profile_are_walked_by_keyboard_alone()
    {
        var page = await app.NewPageAsync();
        var keyboard = page.Page.Keyboard;
        var email = $"grace-{Guid.NewGuid():N}@example.test";
        const string password = "compilers are fun";

        await page.OpenAsync("/register");
        await keyboard.PressAsync("Tab");
        await Assertions.Expect(page.Page.Locator(".skip")).ToBeFocusedAsync();
        await keyboard.PressAsync("Enter");
        await TypeAsync("#Input_Name", "Grace Hopper");
        await TypeAsync("#Input_Identifier", email);
        await TypeAsync("#Input_Password", "short");
        await PressAsync("Create account");
        await Assertions.Expect(page.Page.Locator("#Input_Password")).ToBeFocusedAsync();
        await keyboard.TypeAsync(password);
        await PressAsync("Create account");
        await Assertions.Expect(page.Page.Locator("h1")).ToHaveTextAsync("Check your email");
        await page.OpenAsync((await app.ReadMailAsync(email, "email-confirm")).Link);
        await page.TabToAsync(page.Page.Locator(".menu summary"));
        await keyboard.PressAsync("Enter");
        await PressAsync("Log out");
        await Assertions.Expect(page.Page.Locator(".notice")).ToHaveTextAsync("You have been logged out.");

        await page.OpenAsync("/login");
        await TypeAsync("#Input_Identifier", email);
        await TypeAsync("#Input_Password", password);
        await keyboard.PressAsync("Tab");
        await Assertions.Expect(page.Page.Locator(".reveal")).ToBeFocusedAsync();
        await keyboard.PressAsync("Space");
        await Assertions.Expect(page.Page.Locator("#Input_Password")).ToHaveAttributeAsync("type", "text");
        await PressAsync("Log in");
        await Assertions.Expect(page.Page).ToHaveURLAsync($"{app.Address}/profile");

        await app.LogInElsewhereAsync(email, password, times: 1);
        await page.Page.ReloadAsync();
        // Asked for before the way there: the key could else reach the browser before it knows that a test chooses the file.
        var choosing = page.Page.WaitForFileChooserAsync();
        await page.TabToAsync(page.Page.Locator("#photo-link"));
        await keyboard.PressAsync("Enter");
        await (await choosing).SetFilesAsync(Pictures.AsFile(Pictures.Png));
        await Assertions.Expect(page.Page.Locator(".crop-stage")).ToBeFocusedAsync();
        await PressAsync("Save picture");
        await Assertions.Expect(page.Page.Locator(".portrait img")).ToBeVisibleAsync();
        await Assertions.Expect(page.Page.Locator("#photo-link")).ToBeFocusedAsync();
        await page.TabToAsync(page.Page.Locator("#name-row > summary"));
        await keyboard.PressAsync("Enter");
        await TypeAsync("#NameForm_Name", "Rear Admiral Hopper");
        await keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Page.Locator("#name")).ToHaveTextAsync("Rear Admiral Hopper");
        await PressAsync("End session");
        await Assertions.Expect(page.Page.Locator(".session")).ToHaveCountAsync(1);
        await page.TabToAsync(page.Page.GetByRole(AriaRole.Link, new() { Name = "End all sessions" }));
        await PressAsync("Dark");
        await Assertions.Expect(page.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");

        await page.OpenAsync("/profile/delete");
        await TypeAsync("#Input_Confirmation", email);
        await PressAsync("Permanently delete my account");
        await Assertions.Expect(page.Page.Locator("h1")).ToHaveTextAsync("Goodbye");

        async Task TypeAsync(string field, string text)
        {
            await page.TabToAsync(page.Page.Locator(field));
            await keyboard.TypeAsync(text);
        }

        async Task PressAsync(string button)
        {
            await page.TabToAsync(page.Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }));
            await keyboard.PressAsync("Enter");
        }
    }

    [Fact]
    public async Task Rejected_form_moves_the_focus_to_the_error_summary()
    {
        var page = await app.NewPageAsync();
        await page.OpenAsync("/register");

        await page.PressAsync("Create account");

        await Assertions.Expect(page.Page.Locator(".error-summary")).ToBeFocusedAsync();
        await page.Page.Locator(".error-summary a").First.ClickAsync();
        await Assertions.Expect(page.Page.Locator("#Input_Name")).ToBeFocusedAsync();
    }
}
