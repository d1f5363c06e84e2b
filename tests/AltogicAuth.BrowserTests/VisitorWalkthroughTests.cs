using static AltogicAuth.BrowserTests.Walkthrough;

namespace AltogicAuth.BrowserTests;

/// <summary>Pages for visitors who are not signed in, and pages that mailed links lead to.</summary>
public sealed class VisitorWalkthroughTests(BrowserApp app)
{
    [Theory, MemberData(nameof(Languages), MemberType = typeof(Walkthrough))]
    public async Task Public_pages_are_accessible_and_complete(string language)
    {
        var walk = await StartAsync(app, language);

        await walk.OpenAndCheckAsync("start", "/");
        await walk.OpenAndCheckAsync("login", "/login");
        await walk.OpenAndCheckAsync("register", "/register");
        await walk.OpenAndCheckAsync("magic-link", "/login-with-magic-link");
        await walk.OpenAndCheckAsync("check-mail", "/check-your-mail");
        await walk.OpenAndCheckAsync("forgot", "/forgot-password");
        await walk.OpenAndCheckAsync("resend", "/resend-verification");
        await walk.OpenAndCheckAsync("not-found", "/nowhere");
        await walk.OpenAndCheckAsync("styles", "/_styles");
    }

    [Theory, MemberData(nameof(Languages), MemberType = typeof(Walkthrough))]
    public async Task Submitted_public_forms_are_accessible_and_complete(string language)
    {
        var walk = await StartAsync(app, language);

        await walk.SubmitAndCheckAsync("register-rejected", "/register");
        await walk.SubmitAndCheckAsync("register-typo", "/register", ("Input_Name", "Ann"), ("Input_Identifier", "ann@gmial.com"), ("Input_Password", "a fine long phrase"));
        await walk.SubmitAndCheckAsync("check-mail-sent", "/register", ("Input_Name", "Ann"), ("Input_Identifier", NewAddress()), ("Input_Password", "a fine long phrase"));
        await walk.SubmitAndCheckAsync("login-rejected", "/login", ("Input_Identifier", "nobody@example.test"), ("Input_Password", "wrong"));
        await walk.SubmitAndCheckAsync("magic-link-sent", "/login-with-magic-link", ("Input_Identifier", NewAddress()));
        await walk.SubmitAndCheckAsync("forgot-sent", "/forgot-password", ("Input_Identifier", NewAddress()));
        await walk.SubmitAndCheckAsync("resend-sent", "/resend-verification", ("Input_Identifier", NewAddress()));
    }

    [Theory, MemberData(nameof(Languages), MemberType = typeof(Walkthrough))]
    public async Task Pages_of_unknown_links_are_accessible_and_complete(string language)
    {
        var walk = await StartAsync(app, language);

        await walk.OpenAndCheckAsync("email-link-failed", "/auth-redirect?status=400&action=magic-link&error=x");
        await walk.OpenAndCheckAsync("email-link-finish", "/auth-redirect?status=200&access_token=a&action=magic-link");
        await walk.OpenAndCheckAsync("email-link-reset", "/auth-redirect?status=200&access_token=a&action=reset-pwd");
        await walk.OpenAndCheckAsync("email-link-changed", "/auth-redirect?status=200&action=change-email");
    }

    [Theory, MemberData(nameof(Languages), MemberType = typeof(Walkthrough))]
    public async Task Pages_of_providers_are_accessible_and_complete(string language)
    {
        var walk = await StartAsync(app, language);

        await walk.OpenAndCheckAsync("provider-cancelled", "/auth-redirect/provider?code=access_denied");
        await walk.OpenAndCheckAsync("provider-taken", "/auth-redirect/provider?code=email_not_unique");
        await walk.OpenAndCheckAsync("provider-asked", "/e:local/_auth/google/stand-in/verified");
    }

    [Theory, MemberData(nameof(Languages), MemberType = typeof(Walkthrough))]
    public async Task Pages_of_mailed_links_are_accessible_and_complete(string language)
    {
        var walk = await StartAsync(app, language);
        var (email, _) = await app.NewUserAsync();

        await walk.SubmitAsync("/forgot-password", ("Input_Identifier", email));
        await walk.OpenAndCheckAsync("email-link-reset-known", (await app.ReadMailAsync(email, "reset-pwd")).Link);
        await walk.FillAndSubmitAsync(("Input_NewPassword", "short"));
        await walk.CheckAsync("email-link-reset-rejected");

        var (other, _) = await app.NewUserAsync();
        await (await StartAsync(app, language)).SubmitAsync("/login-with-magic-link", ("Input_Identifier", other));
        await walk.SubmitAsync("/login-with-magic-link", ("Input_Identifier", email));
        await walk.OpenAndCheckAsync("email-link-of-another-user", (await app.ReadMailAsync(other, "magic-link")).Link);
        await walk.OpenAndCheckAsync("email-link-failed-known", "/auth-redirect?status=400&action=magic-link&error=x");
    }
}
