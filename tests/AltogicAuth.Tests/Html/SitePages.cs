using AltogicAuth.Backend.Testing;
using AltogicAuth.Tests.App;
using AltogicAuth.Tests.Photos;
using AltogicAuth.Web;

namespace AltogicAuth.Tests.Html;

/// <summary>
/// Every page and state as it leaves the server, in every language. A name is the page's, or <c>page/state</c>.
/// </summary>
public sealed class SitePages : IAsyncLifetime
{
    private readonly List<(string Language, string Name, Page Page)> _pages = [];

    /// <summary>The path of its host that the site is below.</summary>
    public string PathBase { get; init; } = "";

    public IReadOnlyList<(string Language, string Name, Page Page)> All => _pages;

    public Page this[string name] => _pages.First(entry => entry.Name == name).Page;

    public async ValueTask InitializeAsync()
    {
        foreach (var language in Languages.Supported.Select(language => language.Name))
        {
            await using var app = new TestApp { Settings = { ["Site:PathBase"] = PathBase } };
            await using var limited = new TestApp { Settings = { ["Site:PathBase"] = PathBase, ["RateLimits:Enabled"] = "true", ["RateLimits:SignIn:AddressPermitLimit"] = "1" } };
            foreach (var pages in new[] { VisitorsPages(app, language), EmailLinkPages(app, language), ProviderPages(app, language), AccountPages(app, language), LimitedPages(limited, language) })
            {
                await foreach (var (name, page) in pages)
                {
                    _pages.Add((language, name, page));
                }
            }
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async IAsyncEnumerable<(string Name, Page Page)> VisitorsPages(TestApp app, string language)
    {
        var visitor = NewVisitor(app, language);
        foreach (var (name, address) in new[]
                 {
                     ("start", "/"), ("login", "/login"), ("register", "/register"), ("magic-link", "/login-with-magic-link"),
                     ("forgot", "/forgot-password"), ("resend", "/resend-verification"), ("check-mail", "/check-your-mail"),
                     ("not-found", "/nowhere"), ("styles", "/_styles"),
                 })
        {
            yield return (name, await visitor.OpenAsync(address));
        }

        foreach (var (name, address) in new[]
                 {
                     ("login", "/login"), ("register", "/register"), ("magic-link", "/login-with-magic-link"),
                     ("forgot", "/forgot-password"), ("resend", "/resend-verification"),
                 })
        {
            yield return ($"{name}/rejected", await visitor.SubmitAsync(await visitor.OpenAsync(address), "main form"));
        }

        foreach (var (name, address) in new[] { ("enter-code", "/login-with-magic-link"), ("new-password-by-code", "/forgot-password") })
        {
            var asked = await visitor.SubmitAsync(await visitor.OpenAsync(address), "main form", ("Identifier", TestPhone.New()));
            var code = await visitor.FollowAsync(asked);
            yield return (name, code);
            yield return ($"{name}/rejected", await visitor.SubmitAsync(code, "main form"));
            app.Clock.Advance(TimeSpan.FromMinutes(2));
            yield return ($"{name}/sent-again", await visitor.FollowAsync(await visitor.SubmitAsync(code, "form[action$='handler=Resend']")));
        }

        yield return ("login/number", await visitor.TryLogInAsync(TestPhone.New(), "wrong password"));
        yield return ("login/unknown", await visitor.TryLogInAsync("nobody@example.test", "wrong password"));
        yield return ("register/typo", await visitor.RegisterAsync(TestUser.New() with { Email = "ann@gmial.com" }));
        var user = TestUser.New();
        yield return ("check-mail/sent", await visitor.FollowAsync(await visitor.RegisterAsync(user)));
        foreach (var (name, address) in new[] { ("check-mail/magic-link", "/login-with-magic-link"), ("check-mail/forgot", "/forgot-password"), ("check-mail/resend", "/resend-verification") })
        {
            var asked = await visitor.SubmitAsync(await visitor.OpenAsync(address), "main form", ("Identifier", $"{Guid.NewGuid():N}@example.test"));
            yield return (name, await visitor.FollowAsync(asked));
        }

        app.Clock.Advance(TimeSpan.FromSeconds(61));
        yield return ("check-mail/again", await visitor.FollowAsync(await visitor.SubmitAsync(await visitor.OpenAsync("/check-your-mail"), "main form")));
        yield return ("login/stale", await visitor.PostAsync("/login", []));
        yield return ("method", await visitor.SendAsync(new HttpRequestMessage(HttpMethod.Put, "/login")));
        yield return ("too-large", await visitor.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/login") { Content = new ByteArrayContent(new byte[1024 * 1024 + 1]) }));
        await app.ReadMailAsync(user.Email, "email-confirm");
        yield return ("mailbox", await visitor.OpenAsync("/e:local/_mail"));
        yield return ("mailbox-mail", await visitor.OpenAsync("/e:local/_mail/1"));
        yield return ("mail", await visitor.OpenAsync("/e:local/_mail/1/html"));
    }

    private static async IAsyncEnumerable<(string Name, Page Page)> EmailLinkPages(TestApp app, string language)
    {
        var visitor = NewVisitor(app, language);
        yield return ("email-link-changed", await visitor.OpenAsync("/auth-redirect?status=200&action=change-email"));
        yield return ("email-link-failed", await visitor.OpenAsync("/auth-redirect?status=400&action=email-confirm&error=x"));
        yield return ("email-link-finish", await visitor.OpenToTheEndAsync("/auth-redirect?status=200&access_token=a&action=magic-link"));
        var reset = await visitor.OpenToTheEndAsync("/auth-redirect?status=200&access_token=a&action=reset-pwd");
        yield return ("email-link-reset", reset);
        yield return ("email-link-reset/rejected", await visitor.SubmitAsync(reset, "main form", ("Email", "x"), ("NewPassword", "short")));

        var user = await app.NewUserAsync();
        await visitor.SubmitAsync(await visitor.OpenAsync("/forgot-password"), "main form", ("Identifier", user.Email));
        var known = await visitor.OpenToTheEndAsync((await app.ReadMailAsync(user.Email, "reset-pwd")).Link);
        yield return ("email-link-reset/known", known);
        yield return ("email-link-reset/known-rejected", await visitor.SubmitAsync(known, "main form", ("NewPassword", "short")));

        var other = await app.NewUserAsync("Mallory");
        await app.NewVisitor().AskForMagicLinkAsync(other.Email);
        await visitor.AskForMagicLinkAsync(user.Email);
        var elsewhere = await app.NewUnconfirmedUserAsync();
        var confirming = NewVisitor(app, language);
        var button = await confirming.OpenToTheEndAsync((await app.ReadMailAsync(elsewhere.Email, "email-confirm")).Link);
        var passwordCheck = await confirming.FollowAsync(await confirming.SubmitAsync(button, "main form"));
        yield return ("password-check", passwordCheck);
        yield return ("profile/password-check", await confirming.OpenAsync("/profile"));

        yield return ("email-link-failed/known", await visitor.OpenAsync("/auth-redirect?status=400&action=magic-link&error=x"));
        yield return ("email-link-of-another-user", await visitor.OpenToTheEndAsync((await app.ReadMailAsync(other.Email, "magic-link")).Link));

        var (member, moving) = await app.NewLoggedInAsync();
        var next = TestUser.New().Email;
        await member.SubmitAsync(await member.OpenAsync("/profile/email"), "main form", ("Email", next), ("CurrentPassword", moving.Password));
        var link = (await app.ReadMailAsync(next, "change-email")).Link;
        yield return ("link-incomplete", await visitor.OpenAsync(link.Split('&')[0]));
        var confirm = await visitor.OpenAsync(link);
        yield return ("link-confirm", confirm);
        visitor.Headers.Add("Sec-Fetch-Site", "same-origin");
        yield return ("link-changed", await visitor.SubmitAsync(confirm, "main form"));
        visitor.Headers.Remove("Sec-Fetch-Site");
    }

    private static async IAsyncEnumerable<(string Name, Page Page)> ProviderPages(TestApp app, string language)
    {
        var visitor = NewVisitor(app, language);
        foreach (var code in new[] { "access_denied", "email_not_unique", "expired", "unknown" })
        {
            yield return ($"provider/{code}", await visitor.OpenAsync($"/auth-redirect/provider?code={code}"));
        }

        yield return ("stand-in", await visitor.OpenAsync("/e:local/_auth/google/stand-in"));
        yield return ("provider/asked", await visitor.OpenToTheEndAsync("/e:local/_auth/google/stand-in/verified"));
        visitor.Headers.Add("Sec-Fetch-Site", "cross-site");
        yield return ("provider/from-elsewhere", await visitor.OpenAsync("/login/google"));
        visitor.Headers.Remove("Sec-Fetch-Site");

        var member = NewVisitor(app, language);
        await member.OpenAsync("/login/twitter");
        yield return ("profile/provider", await member.OpenToTheEndAsync("/e:local/_auth/twitter/stand-in/no-address"));
        app.Clock.Advance(TimeSpan.FromMinutes(6));
        yield return ("export/provider", await member.OpenAsync("/profile/export"));
        await member.OpenAsync("/profile/step-up-provider");
        yield return ("provider/other-user", await member.OpenToTheEndAsync("/e:local/_auth/twitter/stand-in/unverified"));
    }

    private static async IAsyncEnumerable<(string Name, Page Page)> AccountPages(TestApp app, string language)
    {
        var user = await app.NewUserAsync("Ada <b> \"L\"");
        await app.NewVisitor().LogInAsync(user);
        var member = NewVisitor(app, language);
        await member.LogInAsync(user);
        yield return ("profile", await member.OpenAsync("/profile"));
        yield return ("profile/name-rejected", await SaveNameAsync(member, await member.OpenAsync("/profile"), ""));
        yield return ("profile/name-saved", await member.FollowAsync(await SaveNameAsync(member, await member.OpenAsync("/profile"), "Ada")));
        yield return ("photo/rejected", await member.UploadAsync(await member.OpenAsync("/profile"), "<html>"u8.ToArray()));
        await member.UploadAsync(await member.OpenAsync("/profile"), TestPhotos.Jpeg());
        yield return ("profile/picture", await member.OpenAsync("/profile"));
        foreach (var name in new[] { "photo", "password", "email", "phone", "export", "delete", "end-all-sessions" })
        {
            yield return (name, await member.OpenAsync($"/profile/{name}"));
        }

        yield return ("password/rejected", await member.SubmitAsync(await member.OpenAsync("/profile/password"), "main form"));
        yield return ("email/rejected", await member.SubmitAsync(await member.OpenAsync("/profile/email"), "main form"));
        yield return ("phone/rejected", await member.SubmitAsync(await member.OpenAsync("/profile/phone"), "main form"));
        yield return ("phone/invalid", await member.SubmitAsync(await member.OpenAsync("/profile/phone"), "main form", ("Phone", "12"), ("CurrentPassword", "x")));
        yield return ("email/typo", await member.SubmitAsync(await member.OpenAsync("/profile/email"), "main form", ("Email", "ann@gmial.com"), ("CurrentPassword", "x")));

        app.Clock.Advance(TimeSpan.FromMinutes(6));
        foreach (var name in new[] { "export", "delete", "end-all-sessions" })
        {
            var asking = await member.OpenAsync($"/profile/{name}");
            yield return ($"{name}/asking", asking);
            yield return ($"{name}/rejected", await member.SubmitAsync(asking, "main form", ("Password", "wrong"), ("Confirmation", user.Email)));
        }

        var proof = await member.OpenAsync("/profile/delete");
        yield return ("step-up-link", await member.FollowAsync(await member.PostAsync("/profile/step-up-link", proof.FieldsOf(proof.Form("main form")))));
        yield return ("step-up-link/stale", await member.PostAsync("/profile/step-up-link", []));
        yield return ("logout", await member.PostAsync("/logout", []));

        var form = await member.OpenAsync("/profile");
        app.Faults.Add(new Fault("*", FaultKind.Status));
        yield return ("unavailable", await member.OpenAsync("/profile"));
        yield return ("profile/unavailable", await SaveNameAsync(member, form, "Ada"));
        yield return ("photo/unavailable", await member.UploadAsync(form, TestPhotos.Jpeg()));
        app.Faults.Clear();
        app.Clock.Advance(TimeSpan.FromSeconds(16)); // the circuit closes again
        yield return ("farewell", await member.FollowAsync(await member.DeleteAccountAsync(await member.OpenAsync("/profile/delete"), ("Password", user.Password))));
    }

    private static async IAsyncEnumerable<(string Name, Page Page)> LimitedPages(TestApp app, string language)
    {
        var visitor = NewVisitor(app, language);
        const string guess = "/auth-redirect?status=200&access_token=guess&action=magic-link";
        // Only a browser that asked for a link exchanges one at once.
        await visitor.AskForMagicLinkAsync("ann@example.test");
        await visitor.OpenAsync(guess);
        yield return ("too-many", await visitor.OpenAsync(guess));
        await visitor.TryLogInAsync("ann@example.test", "wrong");
        yield return ("login/too-many", await visitor.TryLogInAsync("ann@example.test", "wrong"));
    }

    private static Task<Page> SaveNameAsync(Visitor visitor, Page profile, string name) =>
        visitor.SubmitAsync(profile, "form[action$='handler=Name']", ("Name", name));

    private static Visitor NewVisitor(TestApp app, string language)
    {
        var visitor = app.NewVisitor();
        visitor.Headers.TryAddWithoutValidation("Accept-Language", language);
        return visitor;
    }
}

[CollectionDefinition]
public sealed class SharedSitePages : ICollectionFixture<SitePages>;
