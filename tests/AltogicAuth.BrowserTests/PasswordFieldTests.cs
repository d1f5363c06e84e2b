using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace AltogicAuth.BrowserTests;

public sealed class PasswordFieldTests(BrowserApp app)
{
    [Fact]
    public async Task Reveal_button_shows_and_hides_the_password()
    {
        var page = await app.NewPageAsync();
        await page.OpenAsync("/login");
        var input = page.Page.Locator("#Input_Password");
        var button = page.Page.GetByRole(AriaRole.Button, new() { Name = "Show password", Exact = true });
        await Assertions.Expect(button).ToHaveTextAsync("Show");

        await button.ClickAsync();
        await Assertions.Expect(input).ToHaveAttributeAsync("type", "text");
        await Assertions.Expect(button).ToHaveAttributeAsync("aria-pressed", "true");
        await page.CheckAsync("password-shown");

        await button.ClickAsync();
        await Assertions.Expect(input).ToHaveAttributeAsync("type", "password");
        await Assertions.Expect(button).ToHaveAttributeAsync("aria-pressed", "false");
    }

    [Fact]
    public async Task Revealed_password_is_hidden_before_it_is_submitted()
    {
        var page = await app.NewPageAsync();
        await page.OpenAsync("/login");
        await page.FillAsync("Email address", "nobody@example.test");
        await page.FillAsync("Password", "secret");
        await page.PressAsync("Show password");

        var type = await page.Page.EvaluateAsync<string>("() => { document.querySelector('main .primary').click(); return document.getElementById('Input_Password').type; }");

        Assert.Equal("password", type);
        await Assertions.Expect(page.Page.Locator(".error-summary")).ToBeFocusedAsync();
    }

    [Theory]
    [InlineData("en", "Show current password", "Show new password")]
    [InlineData("tr", "mevcut şifre alanını göster", "yeni şifre alanını göster")]
    [InlineData("ar", "إظهار كلمة المرور الحالية", "إظهار كلمة المرور الجديدة")]
    public async Task Reveal_buttons_of_two_passwords_have_different_names(string language, string first, string second)
    {
        var (email, password) = await app.NewUserAsync();
        var page = await app.NewPageAsync(new BrowserNewContextOptions { Locale = language });
        await page.LogInAsync(email, password);
        await page.OpenAsync("/profile/password");

        await Assertions.Expect(page.Page.GetByRole(AriaRole.Button, new() { Name = first, Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Button, new() { Name = second, Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Without_scripts_the_reveal_button_takes_no_space()
    {
        var page = await app.NewPageAsync(new BrowserNewContextOptions { JavaScriptEnabled = false });
        await page.OpenAsync("/login");

        await Assertions.Expect(page.Page.Locator(".reveal")).ToHaveCountAsync(0);
        var email = await page.Page.Locator("#Input_Identifier").BoundingBoxAsync();
        var password = await page.Page.Locator("#Input_Password").BoundingBoxAsync();
        Assert.Equal((email!.X, email.Width), (password!.X, password.Width));
    }

    [Fact]
    public async Task Late_script_keeps_focus_and_typed_text()
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
    public async Task Caps_Lock_is_announced_while_a_password_is_typed()
    {
        var page = await app.NewPageAsync();
        await page.OpenAsync("/register");
        var input = page.Page.Locator("#Input_Password");
        var note = page.Page.GetByText("Caps Lock is on.");
        await input.FocusAsync();
        await Assertions.Expect(note).ToBeHiddenAsync();
        await Assertions.Expect(input).Not.ToHaveAccessibleDescriptionAsync(new Regex("Caps Lock"));

        await TypeAsync(input, capsLock: true);
        await Assertions.Expect(note).ToBeVisibleAsync();
        await Assertions.Expect(input).ToHaveAccessibleDescriptionAsync(new Regex("^8 to 50 characters.*Caps Lock is on."));

        await TypeAsync(input, capsLock: false);
        await Assertions.Expect(note).ToBeHiddenAsync();
        await Assertions.Expect(input).Not.ToHaveAccessibleDescriptionAsync(new Regex("Caps Lock"));
    }

    [Fact]
    public async Task Caps_Lock_note_disappears_when_the_focus_leaves()
    {
        var page = await app.NewPageAsync();
        await page.OpenAsync("/register");
        var input = page.Page.Locator("#Input_Password");
        var note = page.Page.GetByText("Caps Lock is on.");
        await input.FocusAsync();
        await TypeAsync(input, capsLock: true);
        await Assertions.Expect(note).ToBeVisibleAsync();

        await page.Page.Locator("#Input_Name").FocusAsync();

        await Assertions.Expect(note).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Unmet_requirements_are_listed_while_a_new_password_is_typed()
    {
        var page = await app.NewPageAsync();
        await page.OpenAsync("/register");
        var input = page.Page.Locator("#Input_Password");
        var unmet = page.Page.Locator(".requirements li:visible");
        await Assertions.Expect(unmet).ToHaveCountAsync(0);

        await input.FillAsync("passwor");
        await Assertions.Expect(unmet).ToHaveTextAsync(["A password needs 8 characters or more."]);
        await input.FillAsync("password1");
        await Assertions.Expect(unmet).ToHaveCountAsync(0);
        await page.Page.Locator("#Input_Name").FocusAsync();

        await Assertions.Expect(unmet).ToContainTextAsync(["one of the first that attackers try"]);
        await page.CheckAsync("password-requirements");
        await input.FillAsync("password1 and a fine long phrase");
        await Assertions.Expect(unmet).ToHaveCountAsync(0);
        Assert.Empty(page.ConsoleErrors);
    }

    private static Task TypeAsync(ILocator input, bool capsLock) => input.EvaluateAsync(
        "(input, on) => input.dispatchEvent(new KeyboardEvent('keyup', { key: 'A', modifierCapsLock: on, bubbles: true }))", capsLock);
}
