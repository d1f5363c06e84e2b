using Microsoft.Playwright;

namespace AltogicAuth.BrowserTests;

/// <summary>Pages by keyboard alone, through the accessibility tree.</summary>
public sealed class KeyboardTests(BrowserApp app)
{
    private const string Password = "compilers are fun";

    private static readonly string[] Header = ["link Skip to the content", "link AltogicAuth"];

    private static readonly string[] Providers =
        [.. new[] { "Google", "Facebook", "X", "Apple", "Discord", "GitHub" }.Select(name => $"link Continue with {name}")];

    private static readonly string[] Footer =
        ["button English", "button Türkçe", "button العربية", "button System", "button Light", "button Dark"];

    [Fact]
    public async Task User_registers()
    {
        var (page, user) = await OpenAsync("/register");
        Assert.Equal(
            [
                .. Header, .. Providers, "textbox Name", "textbox Email address", "textbox Password", "button Show password", "button Create account",
                "link Log in", .. Footer,
            ],
            await user.WalkAsync());

        await user.TypeAsync("textbox Name", "Grace Hopper");
        await user.TypeAsync("textbox Email address", NewAddress());
        await user.TypeAsync("textbox Password", "short");
        await user.PressAsync("button Create account");
        await Assertions.Expect(page.Page.Locator("#Input_Password-error")).ToBeVisibleAsync();
        var rejected = (await user.ReadAsync()).Focused!;
        Assert.Equal(("textbox Password", true, true), (rejected.ToString(), rejected.Is("invalid"), rejected.Is("required")));
        Assert.EndsWith("A password needs 8 characters or more.", rejected.Description);

        await user.TypeAsync("textbox Password", Password);
        await user.PressAsync("button Create account");
        await Assertions.Expect(page.Page).ToHaveURLAsync($"{app.Address}/check-your-mail");
        Assert.Equal("heading Check your email", (await user.ReadAsync()).Focused?.ToString());
    }

    [Fact]
    public async Task User_logs_in_and_out()
    {
        var (email, password) = await app.NewUserAsync();
        var (page, user) = await OpenAsync("/login");
        Assert.Equal(
            [
                .. Header, .. Providers, "textbox Email address", "textbox Password", "button Show password", "checkbox Stay logged in on this device",
                "link Forgot your password?", "button Log in", "button Email me a link instead", "link Create an account", .. Footer,
            ],
            await user.WalkAsync());

        await user.TypeAsync("textbox Email address", email);
        await user.TypeAsync("textbox Password", "wrong");
        await user.PressAsync("button Log in");
        await Assertions.Expect(page.Page.Locator(".error-summary")).ToBeVisibleAsync();
        var alert = (await user.ReadAsync()).Focused!;
        Assert.Equal("alert", alert.Role);
        Assert.StartsWith("We couldn't log you in", alert.Text);

        await user.TypeAsync("textbox Password", password);
        await user.PressAsync("button Show password", "Space");
        await Assertions.Expect(page.Page.Locator("#Input_Password")).ToHaveAttributeAsync("type", "text");
        Assert.True((await user.ReadAsync()).Focused!.Is("pressed"));
        await user.PressAsync("button Log in");
        await Assertions.Expect(page.Page).ToHaveURLAsync($"{app.Address}/profile");

        await user.PressAsync("DisclosureTriangle Account menu");
        Assert.True((await user.ReadAsync()).Focused!.Is("expanded"));
        await user.PressAsync("button Log out");
        await Assertions.Expect(page.Page).ToHaveURLAsync($"{app.Address}/login");
        Assert.Contains((await user.ReadAsync()).OfRole("status"), status => status.Text == "You have been logged out.");
    }

    [Fact]
    public async Task User_crops_a_picture()
    {
        var (page, user) = await OpenProfileAsync();
        // Asked for before the way there: the key could else reach the browser before it knows that a test chooses the file.
        var choosing = page.Page.WaitForFileChooserAsync();
        await user.PressAsync("link Change picture");
        await (await choosing).SetFilesAsync(Pictures.AsFile(Pictures.ThreeColours));
        await Assertions.Expect(page.Page.Locator(".crop-stage:not([aria-busy])")).ToBeFocusedAsync();

        var opened = await user.ReadAsync();
        Assert.True(opened.OfRole("dialog").Single(dialog => dialog.Name == "Your picture").Is("modal"));
        Assert.False(opened.Has("DisclosureTriangle Account menu"), "The page behind the dialog is in the tree.");
        Assert.StartsWith("Drag the picture", opened.Focused!.Description);
        await user.Keyboard.PressAsync("Shift+Tab");
        Assert.Equal(
            [
                "button Close", "application Crop area", "button Zoom out", "slider Zoom", "button Zoom in", "button Save picture", "button Discard",
            ],
            await user.WalkAsync());

        await user.PressAsync("application Crop area", "Shift+ArrowRight");
        Assert.Contains((await user.ReadAsync()).OfRole("status"), status => status.Text.StartsWith("Horizontal 40%", StringComparison.Ordinal));
        await user.PressAsync("button Save picture");
        await Assertions.Expect(page.Page.Locator(".portrait img")).ToBeVisibleAsync();
        var saved = await user.ReadAsync();
        Assert.Equal("link Change picture", saved.Focused?.ToString());
        Assert.Contains(saved.OfRole("status"), status => status.Text == "Your picture has been saved.");
    }

    [Fact]
    public async Task User_edits_the_profile()
    {
        var (email, password) = await app.NewUserAsync();
        await app.LogInElsewhereAsync(email, password, times: 1);
        var page = await app.NewPageAsync();
        await page.LogInAsync(email, password);
        var user = new KeyboardUser(page.Page);

        await user.PressAsync("DisclosureTriangle Name Ada Lovelace");
        await user.GoToAsync("textbox Name");
        await user.Keyboard.PressAsync("Control+A");
        await user.Keyboard.TypeAsync("Rear Admiral Hopper");
        await user.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Page.Locator("#name")).ToHaveTextAsync("Rear Admiral Hopper");
        await user.PressAsync("button End session");
        await Assertions.Expect(page.Page.Locator(".session")).ToHaveCountAsync(1);
        Assert.Equal("region Your sessions", (await user.ReadAsync()).Focused?.ToString());
        await user.GoToAsync("link End all sessions, including this one");
        await user.PressAsync("button Dark");
        await Assertions.Expect(page.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
    }

    [Fact]
    public async Task User_deletes_the_account()
    {
        var (email, password) = await app.NewUserAsync();
        var page = await app.NewPageAsync();
        await page.LogInAsync(email, password);
        await page.OpenAsync("/profile/delete");
        var user = new KeyboardUser(page.Page);
        Assert.Equal(
            [
                .. Header, "DisclosureTriangle Account menu", "textbox Type your email address to confirm", "button Permanently delete my account",
                "link Download my data", "link Back to the profile", .. Footer,
            ],
            await user.WalkAsync());

        await user.PressAsync("button Permanently delete my account");
        await Assertions.Expect(page.Page.Locator("#Input_Confirmation-error")).ToBeVisibleAsync();
        var rejected = (await user.ReadAsync()).Focused!;
        Assert.Equal(("textbox Type your email address to confirm", true), (rejected.ToString(), rejected.Is("invalid")));
        Assert.Equal("This is not what is shown above. Type it again.", rejected.Description);

        await user.Keyboard.TypeAsync(email);
        await user.PressAsync("button Permanently delete my account");
        await Assertions.Expect(page.Page).ToHaveURLAsync($"{app.Address}/farewell");
        Assert.Equal("heading Goodbye", (await user.ReadAsync()).OfRole("heading").Single().ToString());
    }

    [Fact]
    public async Task Skip_link_leads_past_the_header()
    {
        var (_, user) = await OpenAsync("/login");

        await user.PressAsync("link Skip to the content");

        await user.Keyboard.PressAsync("Tab");
        Assert.Equal(Providers[0], (await user.ReadAsync()).Focused?.ToString());
    }

    [Fact]
    public async Task Rejected_form_moves_the_focus_to_the_error_summary()
    {
        var (page, user) = await OpenAsync("/register");

        await user.PressAsync("button Create account");

        await Assertions.Expect(page.Page.Locator(".error-summary")).ToBeFocusedAsync();
        await user.PressAsync("link Enter your name.");
        Assert.Equal("textbox Name", (await user.ReadAsync()).Focused?.ToString());
    }

    private static string NewAddress() => $"grace-{Guid.NewGuid():N}@example.test";

    private async Task<(BrowserPage Page, KeyboardUser User)> OpenAsync(string address)
    {
        var page = await app.NewPageAsync();
        await page.OpenAsync(address);
        return (page, new KeyboardUser(page.Page));
    }

    private async Task<(BrowserPage Page, KeyboardUser User)> OpenProfileAsync()
    {
        var page = await app.NewProfileAsync();
        return (page, new KeyboardUser(page.Page));
    }
}
