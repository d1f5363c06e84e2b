using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace AltogicAuth.BrowserTests;

public sealed class PasswordFieldTests(BrowserApp app)
{
    [Fact]
    public async Task A_password_can_be_looked_at_and_goes_out_hidden()
    {
        var page = await app.NewPageAsync();
        await page.OpenAsync("/login");
        await page.FillAsync("Email address", "nobody@example.test");
        await page.FillAsync("Password", "secret");
        var input = page.Page.GetByLabel("Password", new() { Exact = true });
        var button = page.Page.GetByRole(AriaRole.Button, new() { Name = "Show password", Exact = true });
        await Assertions.Expect(button).ToHaveTextAsync("Show");

        await button.ClickAsync();
        await Assertions.Expect(input).ToHaveAttributeAsync("type", "text");
        await Assertions.Expect(button).ToHaveAttributeAsync("aria-pressed", "true");
        await page.CheckAsync("password-shown");
        await button.ClickAsync();
        await Assertions.Expect(input).ToHaveAttributeAsync("type", "password");
        await Assertions.Expect(button).ToHaveAttributeAsync("aria-pressed", "false");

        await button.ClickAsync();
        var sent = await page.Page.EvaluateAsync<string>("() => { document.querySelector('main .primary').click(); return document.getElementById('Input_Password').type; }");
        Assert.Equal("password", sent);
        await Assertions.Expect(page.Page.Locator(".error-summary")).ToBeFocusedAsync();
    }

    [Theory]
    [InlineData("en", "Show current password", "Show new password")]
    [InlineData("tr", "mevcut şifre alanını göster", "yeni şifre alanını göster")]
    public async Task Two_passwords_on_a_page_have_two_buttons_that_differ(string language, string first, string second)
    {
        var (email, password) = await app.NewUserAsync();
        var page = await app.NewPageAsync(new BrowserNewContextOptions { Locale = language });
        await page.OpenAsync("/login");
        await page.Page.Locator("#Input_Email").FillAsync(email);
        await page.Page.Locator("#Input_Password").FillAsync(password);
        await page.Page.Locator("main .primary").ClickAsync();
        await Assertions.Expect(page.Page).ToHaveURLAsync($"{app.Address}/profile");
        await page.OpenAsync("/profile/password");

        await Assertions.Expect(page.Page.GetByRole(AriaRole.Button, new() { Name = first, Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Button, new() { Name = second, Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Without_scripts_there_is_no_button_and_no_room_for_one()
    {
        var page = await app.NewPageAsync(new BrowserNewContextOptions { JavaScriptEnabled = false });
        await page.OpenAsync("/login");

        await Assertions.Expect(page.Page.Locator(".reveal")).ToHaveCountAsync(0);
        var email = await page.Page.Locator("#Input_Email").BoundingBoxAsync();
        var password = await page.Page.Locator("#Input_Password").BoundingBoxAsync();
        Assert.Equal((email!.X, email.Width), (password!.X, password.Width));
    }

    [Fact]
    public async Task A_script_that_comes_late_leaves_the_focus_and_the_text_to_who_is_typing()
    {
        var page = await app.NewPageAsync();
        var held = await page.HoldAsync(".js");
        await page.OpenUnfinishedAsync("/login");
        var input = page.Page.Locator("#Input_Password");
        await input.ClickAsync();
        await page.Page.Keyboard.TypeAsync("sec");

        held.Release();
        await Assertions.Expect(page.Page.Locator(".reveal")).ToBeVisibleAsync();
        await page.Page.Keyboard.TypeAsync("ret");

        await Assertions.Expect(input).ToBeFocusedAsync();
        await Assertions.Expect(input).ToHaveValueAsync("secret");
    }

    [Fact]
    public async Task Caps_lock_is_noticed_while_a_password_is_typed()
    {
        var page = await app.NewPageAsync();
        await page.OpenAsync("/register");
        var input = page.Page.Locator("#Input_Password");
        var note = page.Page.GetByText("Caps Lock is on.");
        await input.FocusAsync();
        await Assertions.Expect(note).ToBeHiddenAsync();
        await Assertions.Expect(input).Not.ToHaveAccessibleDescriptionAsync(new Regex("Caps Lock"));

        await TypeAsync(capsLock: true);
        await Assertions.Expect(note).ToBeVisibleAsync();
        await Assertions.Expect(input).ToHaveAccessibleDescriptionAsync(new Regex("^8 to 50 characters.*Caps Lock is on."));
        await TypeAsync(capsLock: false);
        await Assertions.Expect(note).ToBeHiddenAsync();
        await Assertions.Expect(input).Not.ToHaveAccessibleDescriptionAsync(new Regex("Caps Lock"));

        await TypeAsync(capsLock: true);
        await Assertions.Expect(note).ToBeVisibleAsync();
        await page.Page.Locator("#Input_Name").FocusAsync();
        await Assertions.Expect(note).ToBeHiddenAsync();

        Task TypeAsync(bool capsLock) => input.EvaluateAsync(
            "(input, on) => input.dispatchEvent(new KeyboardEvent('keyup', { key: 'A', modifierCapsLock: on, bubbles: true }))", capsLock);
    }
}
