using Microsoft.Playwright;
using static AltogicAuth.BrowserTests.Looks;

namespace AltogicAuth.BrowserTests;

/// <summary>How the site looks to those who are not logged in, and where mailed links lead.</summary>
public sealed class VisitorLookTests(BrowserApp app)
{
    [Theory, MemberData(nameof(Looks.All), MemberType = typeof(Looks))]
    public async Task Pages_for_visitors(string look, ColorScheme scheme, int width, string language)
    {
        var page = await NewPageAsync(app, scheme, width, language);
        foreach (var (name, address) in new[]
                 {
                     ("start", "/"), ("login", "/login"), ("register", "/register"), ("magic-link", "/login-with-magic-link"),
                     ("check-mail", "/check-your-mail"), ("forgot", "/forgot-password"), ("resend", "/resend-verification"),
                     ("not-found", "/nowhere"),
                 })
        {
            await page.OpenAsync(address);
            await page.LookAsync($"{name}-{look}");
        }

        await SubmitAsync(page, "/register");
        await page.LookAsync($"register-refused-{look}");
        await SubmitAsync(page, "/register", ("Input_Name", "Ann"), ("Input_Email", "ann@gmial.com"), ("Input_Password", "a fine long phrase"));
        await page.LookAsync($"register-typo-{look}");
        await SubmitAsync(page, "/register", ("Input_Name", "Ann"), ("Input_Email", NewAddress()), ("Input_Password", "a fine long phrase"));
        await page.LookAsync($"check-mail-sent-{look}");
        await SubmitAsync(page, "/login", ("Input_Email", "nobody@example.test"), ("Input_Password", "wrong"));
        await page.LookAsync($"login-refused-{look}");
        foreach (var (name, address) in new[] { ("magic-link", "/login-with-magic-link"), ("forgot", "/forgot-password") })
        {
            await SubmitAsync(page, address, ("Input_Email", NewAddress()));
            await page.LookAsync($"{name}-sent-{look}");
        }

        var waiting = NewAddress();
        foreach (var name in new[] { "resend-sent", "resend-waiting" })
        {
            await SubmitAsync(page, "/resend-verification", ("Input_Email", waiting));
            await page.LookAsync($"{name}-{look}");
        }
    }

    [Theory, MemberData(nameof(Looks.All), MemberType = typeof(Looks))]
    public async Task Pages_that_mailed_links_lead_to(string look, ColorScheme scheme, int width, string language)
    {
        var page = await NewPageAsync(app, scheme, width, language);
        foreach (var (name, address) in new[]
                 {
                     ("landing-failed", "/auth-redirect?status=400&action=magic-link&error=x"),
                     ("landing-finish", "/auth-redirect?status=200&access_token=a&action=magic-link"),
                     ("landing-reset", "/auth-redirect?status=200&access_token=a&action=reset-pwd"),
                     ("landing-changed", "/auth-redirect?status=200&action=change-email"),
                 })
        {
            await page.OpenAsync(address);
            await page.LookAsync($"{name}-{look}");
        }

        var (email, _) = await app.NewUserAsync();
        await SubmitAsync(page, "/forgot-password", ("Input_Email", email));
        await page.OpenAsync((await app.ReadMailAsync(email, "reset-pwd")).Link);
        await page.LookAsync($"landing-reset-known-{look}");
        await page.Page.FillAsync("#Reset_NewPassword", "short");
        await page.Page.ClickAsync("main .primary");
        await page.LookAsync($"landing-reset-refused-{look}");

        var (other, _) = await app.NewUserAsync();
        await SubmitAsync(await app.NewPageAsync(), "/login-with-magic-link", ("Input_Email", other));
        await SubmitAsync(page, "/login-with-magic-link", ("Input_Email", email));
        await page.OpenAsync((await app.ReadMailAsync(other, "magic-link")).Link);
        await page.LookAsync($"landing-somebody-else-{look}");
        await page.OpenAsync("/auth-redirect?status=400&action=magic-link&error=x");
        await page.LookAsync($"landing-failed-known-{look}");
    }
}
