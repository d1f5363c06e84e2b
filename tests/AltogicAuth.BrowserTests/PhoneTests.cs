using AltogicAuth.Tests.App;
using Microsoft.Playwright;
using static AltogicAuth.BrowserTests.Walkthrough;

namespace AltogicAuth.BrowserTests;

/// <summary>Phone numbers in a real browser. Every page on the way is checked, in every language.</summary>
public sealed class PhoneTests(PhoneApp app) : IClassFixture<PhoneApp>
{
    private const string Password = "a fine long phrase";

    [Theory, MemberData(nameof(Languages), MemberType = typeof(Walkthrough))]
    public async Task User_with_a_number_registers_logs_in_resets_and_changes_it(string language)
    {
        var walk = await StartAsync(app, language);
        var number = TestPhone.New();

        await walk.OpenAndCheckAsync("phone-login", "/login");
        await walk.SubmitAndCheckAsync("phone-register-invalid", "/register", ("Input_Name", "Ada"), ("Input_Identifier", "+90 532 12"), ("Input_Password", Password));
        await walk.SubmitAndCheckAsync("phone-register-code", "/register", ("Input_Name", "Ada"), ("Input_Identifier", number), ("Input_Password", Password));
        await walk.FillAndSubmitAsync(("Input_Code", "000"));
        await walk.CheckAsync("phone-code-invalid");
        await walk.FillAndSubmitAsync(("Input_Code", await app.ReadCodeAsync(number, "phone-confirm")));
        await walk.CheckAsync("phone-profile");
        await LogOutAsync(walk);

        await walk.SubmitAndCheckAsync("phone-login-rejected", "/login", ("Input_Identifier", number), ("Input_Password", "wrong"));
        await walk.OpenAndCheckAsync("phone-without-password", "/login-with-magic-link");
        await walk.FillAndSubmitAsync(("Input_Identifier", number));
        await walk.CheckAsync("phone-code");
        var code = await app.ReadCodeAsync(number, "signin-code");
        await walk.FillAndSubmitAsync(("Input_Code", $"{code[..3]} {code[3..]}"));
        await Assertions.Expect(walk.Page).ToHaveURLAsync($"{app.Address}/profile");
        await LogOutAsync(walk);

        await walk.SubmitAndCheckAsync("phone-reset-code", "/forgot-password", ("Input_Identifier", number));
        await walk.FillAndSubmitAsync(("Input_Code", await app.ReadCodeAsync(number, "reset-pwd-code")), ("Input_NewPassword", "a brand new phrase"));
        await Assertions.Expect(walk.Page).ToHaveURLAsync($"{app.Address}/profile");

        var other = TestPhone.New();
        await walk.OpenAndCheckAsync("phone-change", "/profile/phone");
        await walk.FillAndSubmitAsync(("Input_Phone", other), ("Input_CurrentPassword", "a brand new phrase"));
        await walk.CheckAsync("phone-change-code");
        await walk.FillAndSubmitAsync(("Input_Code", await app.ReadCodeAsync(other, "change-phone")));
        await Assertions.Expect(walk.Page.Locator(".identity bdi.phone")).ToContainTextAsync(other[11..]);
        await walk.CheckAsync("phone-changed");
    }

    [Fact]
    public async Task User_with_a_number_registers_and_logs_in_without_scripts()
    {
        var page = await app.NewPageAsync(new BrowserNewContextOptions { JavaScriptEnabled = false, Locale = "tr-TR" });
        var number = TestPhone.New();

        await page.OpenAsync("/register");
        await page.FillAsync("Ad soyad", "Ada");
        await page.FillAsync("E-posta adresi veya telefon numarası", $"0{number[3..]}");
        await page.FillAsync("Şifre", Password);
        await page.PressAsync("Hesap oluştur");
        await Assertions.Expect(page.Page.Locator("bdi.phone")).ToHaveTextAsync($"0{number[3..6]} {number[6..9]} {number[9..11]} {number[11..]}");
        await page.FillAsync("Kod", await app.ReadCodeAsync(number, "phone-confirm"));
        await page.PressAsync("Devam et");

        await Assertions.Expect(page.Page).ToHaveURLAsync($"{app.Address}/profile");
    }

    [Fact]
    public async Task Field_says_what_it_recognizes_while_the_user_types()
    {
        var page = await app.NewPageAsync();
        await page.OpenAsync("/login");
        var hint = page.Page.Locator("[data-recognized]");

        await Assertions.Expect(hint).ToBeHiddenAsync();
        await page.Page.FillAsync("#Input_Identifier", "0532 123");
        await Assertions.Expect(hint).ToHaveTextAsync("Phone number");
        await page.Page.FillAsync("#Input_Identifier", "ada@example.test");
        await Assertions.Expect(hint).ToHaveTextAsync("Email address");
        await page.Page.FillAsync("#Input_Identifier", "ad");
        await Assertions.Expect(hint).ToBeHiddenAsync();
    }

    private static async Task LogOutAsync(Walkthrough walk)
    {
        await walk.Page.EvaluateAsync("document.querySelector(\"form[action$='/logout']\").requestSubmit()");
        await walk.Page.WaitForURLAsync("**/login");
    }
}
