using System.Globalization;
using Microsoft.Playwright;

namespace AltogicAuth.BrowserTests;

/// <summary>The whole of an account in a real browser: from the start page to the farewell, with and without scripts.</summary>
public sealed class JourneyTests(BrowserApp app)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task From_sign_up_to_sign_out_and_back_and_away(bool scripts)
    {
        var page = await app.NewPageAsync(new BrowserNewContextOptions { JavaScriptEnabled = scripts });
        var email = $"grace-{Guid.NewGuid():N}@example.test";
        const string password = "compilers are fun";

        await page.OpenAsync("/");
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Create an account" }).ClickAsync();
        await page.FillAsync("Name", "Grace Hopper");
        await page.FillAsync("Email address", email);
        await page.FillAsync("Password", password);
        await page.PressAsync("Create account");
        await Assertions.Expect(page.Page.Locator("h1")).ToHaveTextAsync("Check your email");
        await page.OpenAsync((await app.ReadMailAsync(email, "email-confirm")).Link);
        await Assertions.Expect(page.Page).ToHaveURLAsync($"{app.Address}/profile");
        await Assertions.Expect(page.Page.Locator("#name")).ToHaveTextAsync("Grace Hopper");

        await page.FillAsync("Name", "Rear Admiral Hopper");
        await page.PressAsync("Save name");
        await Assertions.Expect(page.Page.Locator("#name")).ToHaveTextAsync("Rear Admiral Hopper");

        await page.Page.Locator("#Photo").SetInputFilesAsync(new FilePayload { Name = "me.png", MimeType = "image/png", Buffer = Pictures.Png });
        await page.PressAsync("Upload picture");
        var picture = page.Page.Locator("img.avatar");
        await Assertions.Expect(picture).ToBeVisibleAsync();
        if (scripts)
        {
            Assert.True(await picture.EvaluateAsync<bool>("image => image.decode().then(() => image.naturalWidth === 512)"));
        }

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Log out" }).ClickAsync();
        await Assertions.Expect(page.Page.Locator(".notice")).ToHaveTextAsync("You have been logged out.");
        await page.Page.GoBackAsync();
        await Assertions.Expect(page.Page.Locator("body")).Not.ToContainTextAsync(email);

        await page.LogInAsync(email, password);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Log out" }).ClickAsync();

        await page.OpenAsync("/login-with-magic-link");
        await page.FillAsync("Email address", email);
        await page.PressAsync("Send me a link");
        await Assertions.Expect(page.Page.Locator(".notice")).ToContainTextAsync("a link is on its way");
        await page.OpenAsync((await app.ReadMailAsync(email, "magic-link")).Link);
        await Assertions.Expect(page.Page.Locator("#name")).ToHaveTextAsync("Rear Admiral Hopper");

        await page.OpenAsync("/profile/delete");
        await page.PressAsync("Permanently delete my account");
        await Assertions.Expect(page.Page.Locator("h1")).ToHaveTextAsync("Goodbye");
        Assert.Empty(page.Complaints);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_lost_password_is_replaced_and_older_sessions_end(bool scripts)
    {
        var (email, password) = await app.NewUserAsync();
        var old = await app.NewPageAsync();
        await old.LogInAsync(email, password);
        var page = await app.NewPageAsync(new BrowserNewContextOptions { JavaScriptEnabled = scripts });

        await page.OpenAsync("/forgot-password");
        await page.FillAsync("Email address", email);
        await page.PressAsync("Send a reset link");
        await Assertions.Expect(page.Page.Locator(".notice")).ToContainTextAsync("a link is on its way");
        await page.OpenAsync((await app.ReadMailAsync(email, "reset-pwd")).Link);
        await Assertions.Expect(page.Page).ToHaveURLAsync($"{app.Address}/auth-redirect");
        await page.FillAsync("New password", "a brand new phrase");
        await page.PressAsync("Save and log in");
        await Assertions.Expect(page.Page.Locator(".notice")).ToContainTextAsync("all older sessions are ended");

        await old.OpenAsync("/profile");
        await Assertions.Expect(old.Page.Locator(".notice")).ToContainTextAsync("Your session has ended");
        Assert.Empty(page.Complaints);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Password_and_address_are_changed_and_data_is_taken_along(bool scripts)
    {
        var (email, password) = await app.NewUserAsync();
        var page = await app.NewPageAsync(new BrowserNewContextOptions { JavaScriptEnabled = scripts });
        await page.LogInAsync(email, password);

        await page.OpenAsync("/.well-known/change-password");
        await page.FillAsync("Current password", password);
        await page.FillAsync("New password", "a brand new phrase");
        await page.PressAsync("Change password");
        await Assertions.Expect(page.Page.Locator(".notice")).ToContainTextAsync("Your password has been changed");

        var next = $"next-{Guid.NewGuid():N}@example.test";
        await page.OpenAsync("/profile/email");
        await page.FillAsync("New email address", next);
        await page.FillAsync("Current password", "a brand new phrase");
        await page.PressAsync("Change email");
        await Assertions.Expect(page.Page.Locator(".notice")).ToContainTextAsync("Until then the old one works");
        await page.OpenAsync((await app.ReadMailAsync(next, "change-email")).Link);
        await Assertions.Expect(page.Page.Locator("h1")).ToHaveTextAsync("Your new address is confirmed");

        await page.OpenAsync("/profile/export");
        var download = await page.Page.RunAndWaitForDownloadAsync(() => page.PressAsync("Download"));
        Assert.Equal("my-data.zip", download.SuggestedFilename);

        await page.OpenAsync("/profile/end-all-sessions");
        await page.PressAsync("End all sessions");
        await Assertions.Expect(page.Page.Locator(".notice")).ToContainTextAsync("All your sessions are ended");
        await page.LogInAsync(next, "a brand new phrase");
        Assert.Empty(page.Complaints);
    }

    [Theory]
    [InlineData("document.querySelector('.photo').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))")]
    [InlineData("document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))")]
    public async Task A_dropped_or_pasted_picture_shows_before_and_after_it_is_sent_without_leaving_the_page(string gesture)
    {
        var (email, password) = await app.NewUserAsync();
        var page = await app.NewPageAsync();
        await page.LogInAsync(email, password);
        await page.Page.EvaluateAsync("window.stayed = true");

        await page.Page.EvaluateAsync($$"""
            async (bytes) => {
              const data = new DataTransfer();
              data.items.add(new File([new Uint8Array(bytes)], 'me.png', { type: 'image/png' }));
              {{gesture}};
            }
            """, Pictures.Png.Select(b => (int)b).ToArray());
        await Assertions.Expect(page.Page.Locator("canvas.avatar")).ToBeVisibleAsync();
        await page.PressAsync("Upload picture");

        await Assertions.Expect(page.Page.Locator("img.avatar")).ToBeVisibleAsync();
        await Assertions.Expect(page.Page.Locator("#announcer")).ToHaveTextAsync("Your picture has been saved.");
        Assert.True(await page.Page.EvaluateAsync<bool>("window.stayed"));
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task A_button_pressed_twice_sends_once()
    {
        var page = await app.NewPageAsync();
        var email = $"twice-{Guid.NewGuid():N}@example.test";
        await page.OpenAsync("/register");
        await page.FillAsync("Name", "Twice");
        await page.FillAsync("Email address", email);
        await page.FillAsync("Password", "a fine long phrase");
        var posts = 0;
        page.Page.Request += (_, request) => posts += request.Method == "POST" ? 1 : 0;

        await page.Page.EvaluateAsync("""
            () => { const button = document.querySelector('main form button.primary'); button.click(); button.click(); }
            """);

        await Assertions.Expect(page.Page.Locator("h1")).ToHaveTextAsync("Check your email");
        Assert.Equal(1, posts);
    }

    [Theory]
    [InlineData("abort")]
    [InlineData("halfway")]
    public async Task Everything_works_when_the_script_does_not(string how)
    {
        var (email, password) = await app.NewUserAsync();
        var page = await app.NewPageAsync();
        await page.Page.RouteAsync("**/*.js", route => how == "abort"
            ? route.AbortAsync()
            : route.FulfillAsync(new() { ContentType = "text/javascript", Body = "throw new Error('halfway');" }));

        await page.LogInAsync(email, password);
        await page.FillAsync("Name", "Ada King");
        await page.PressAsync("Save name");

        await Assertions.Expect(page.Page.Locator("#name")).ToHaveTextAsync("Ada King");
    }

    [Fact]
    public async Task Ending_a_session_takes_its_row_away_without_leaving_the_page()
    {
        var (email, password) = await app.NewUserAsync();
        var other = await app.NewPageAsync();
        await other.LogInAsync(email, password);
        var page = await app.NewPageAsync();
        await page.LogInAsync(email, password);
        await page.Page.EvaluateAsync("window.stayed = true");

        await page.PressAsync("End session");

        await Assertions.Expect(page.Page.Locator(".session")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Page.Locator("#announcer")).ToHaveTextAsync("The session has been ended.");
        Assert.True(await page.Page.EvaluateAsync<bool>("window.stayed"));
    }

    [Fact]
    public async Task The_focus_goes_to_the_neighbour_of_a_row_that_went()
    {
        var (email, password) = await app.NewUserAsync();
        for (var i = 0; i < 2; i++)
        {
            await (await app.NewPageAsync()).LogInAsync(email, password);
        }

        var page = await app.NewPageAsync();
        await page.LogInAsync(email, password);
        var buttons = page.Page.GetByRole(AriaRole.Button, new() { Name = "End session" });

        await buttons.First.PressAsync("Enter");
        await Assertions.Expect(page.Page.Locator(".session")).ToHaveCountAsync(2);
        await Assertions.Expect(buttons).ToBeFocusedAsync();

        await page.Page.Locator("#NameForm_Name").PressAsync("Enter");
        await Assertions.Expect(page.Page.Locator("#announcer")).ToHaveTextAsync("Your name has been saved.");
        await Assertions.Expect(page.Page.Locator("#NameForm_Name")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_refused_picture_is_explained_and_the_way_back_leads_to_the_profile()
    {
        var (email, password) = await app.NewUserAsync();
        var page = await app.NewPageAsync();
        await page.LogInAsync(email, password);
        await page.Page.Locator("#Photo").SetInputFilesAsync(new FilePayload { Name = "me.png", MimeType = "image/png", Buffer = "<html>"u8.ToArray() });

        await page.PressAsync("Upload picture");

        await Assertions.Expect(page.Page.Locator(".error-summary")).ToBeFocusedAsync();
        await Assertions.Expect(page.Page).ToHaveURLAsync($"{app.Address}/profile/photo");
        await page.Page.GoBackAsync();
        await Assertions.Expect(page.Page).ToHaveURLAsync($"{app.Address}/profile");
        await Assertions.Expect(page.Page.Locator("#name")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_form_of_a_session_that_ended_elsewhere_leads_to_the_login_which_says_why()
    {
        var (email, password) = await app.NewUserAsync();
        var page = await app.NewPageAsync();
        await page.LogInAsync(email, password);
        var other = await app.NewPageAsync();
        await other.LogInAsync(email, password);
        await other.PressAsync("End all other sessions");
        await Assertions.Expect(other.Page.Locator(".session")).ToHaveCountAsync(1);

        await page.PressAsync("Save name");

        await Assertions.Expect(page.Page.Locator("h1")).ToHaveTextAsync("Log in");
        await Assertions.Expect(page.Page.Locator(".notice")).ToContainTextAsync("Your session has ended");
        await Assertions.Expect(page.Page.Locator(".site-header nav")).ToHaveCountAsync(0);
        await page.FillAsync("Email address", email);
        await page.FillAsync("Password", password);
        await page.PressAsync("Log in");
        await Assertions.Expect(page.Page).ToHaveURLAsync($"{app.Address}/profile");
    }

    [Fact]
    public async Task A_password_can_be_looked_at_and_goes_out_hidden()
    {
        var page = await app.NewPageAsync();
        await page.OpenAsync("/login");
        await page.FillAsync("Password", "secret");

        await page.PressAsync("Show");

        await Assertions.Expect(page.Page.GetByLabel("Password", new() { Exact = true })).ToHaveAttributeAsync("type", "text");
        await page.PressAsync("Hide");
        await Assertions.Expect(page.Page.GetByLabel("Password", new() { Exact = true })).ToHaveAttributeAsync("type", "password");
    }

    [Fact]
    public async Task Caps_lock_is_noticed_while_a_password_is_typed()
    {
        var page = await app.NewPageAsync();
        await page.OpenAsync("/login");
        var note = page.Page.GetByText("Caps Lock is on.");
        await Assertions.Expect(note).ToBeHiddenAsync();

        await TypeAsync(capsLock: true);
        await Assertions.Expect(note).ToBeVisibleAsync();
        await TypeAsync(capsLock: false);
        await Assertions.Expect(note).ToBeHiddenAsync();

        Task TypeAsync(bool capsLock) => page.Page.EvaluateAsync(
            "on => document.getElementById('Input_Password').dispatchEvent(new KeyboardEvent('keyup', { key: 'A', modifierCapsLock: on, bubbles: true }))", capsLock);
    }

    [Fact]
    public async Task The_seconds_until_another_mail_count_down()
    {
        var page = await app.NewPageAsync();
        await page.Page.Clock.InstallAsync();
        await page.OpenAsync("/resend-verification");
        for (var press = 0; press < 2; press++)
        {
            await page.FillAsync("Email address", "nobody-yet@example.test");
            await page.PressAsync("Resend the confirmation email");
        }

        var seconds = page.Page.Locator("[data-countdown]");
        var first = int.Parse((await seconds.GetAttributeAsync("data-countdown"))!, CultureInfo.InvariantCulture);
        await page.Page.Clock.RunForAsync(5_000);

        await Assertions.Expect(seconds).ToHaveTextAsync($"{first - 5} seconds");
    }

    [Fact]
    public async Task A_refused_form_moves_the_focus_to_what_is_wrong()
    {
        var page = await app.NewPageAsync();
        await page.OpenAsync("/register");

        await page.PressAsync("Create account");

        await Assertions.Expect(page.Page.Locator(".error-summary")).ToBeFocusedAsync();
        await page.Page.Locator(".error-summary a").First.ClickAsync();
        await Assertions.Expect(page.Page.Locator("#Input_Name")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Theme_and_language_are_right_on_the_first_byte_without_scripts()
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

    [Fact]
    public async Task Login_and_profile_are_walked_by_keyboard_alone()
    {
        var (email, password) = await app.NewUserAsync();
        var page = await app.NewPageAsync();
        await page.OpenAsync("/login");

        await page.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.Page.Locator(".skip")).ToBeFocusedAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.Keyboard.PressAsync("Tab");
        await page.Page.Keyboard.TypeAsync(email);
        await page.Page.Keyboard.PressAsync("Tab");
        await page.Page.Keyboard.TypeAsync(password);
        await page.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Page).ToHaveURLAsync($"{app.Address}/profile");

        await page.Page.Locator("#NameForm_Name").FocusAsync();
        await page.Page.Keyboard.PressAsync("Control+A");
        await page.Page.Keyboard.TypeAsync("Ada King");
        await page.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Page.Locator("#name")).ToHaveTextAsync("Ada King");
    }
}
