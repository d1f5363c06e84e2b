using Microsoft.Playwright;

namespace AltogicAuth.BrowserTests;

/// <summary>Nothing needs the script: not when it is kept away, not when it breaks, not when it never comes.</summary>
public sealed class ScriptFailureTests(BrowserApp app)
{
    public static TheoryData<string> Failures => ["is kept away", "breaks at once", "breaks in the middle", "breaks at its end", "never comes"];

    [Theory, MemberData(nameof(Failures))]
    public async Task Account_works_when_the_script_fails(string failure)
    {
        var page = await app.NewPageAsync();
        await page.Page.RouteAsync("**/*.js", route => FailAsync(route, failure));
        var email = $"grace-{Guid.NewGuid():N}@example.test";
        const string password = "compilers are fun";

        await page.OpenUnfinishedAsync("/register");
        await page.FillAsync("Name", "Grace Hopper");
        await page.FillAsync("Email address", email);
        await page.FillAsync("Password", password);
        await page.PressAsync("Create account");
        await Assertions.Expect(page.Page.Locator("h1")).ToHaveTextAsync("Check your email");
        await page.OpenUnfinishedAsync((await app.ReadMailAsync(email, "email-confirm")).Link);
        await page.LogOutAsync();

        await page.OpenUnfinishedAsync("/login");
        await page.FillAsync("Email address", email);
        await page.FillAsync("Password", password);
        await page.PressAsync("Log in");
        await page.OpenNameFormAsync();
        await page.FillAsync("Name", "Rear Admiral Hopper");
        await page.PressAsync("Save name");
        await Assertions.Expect(page.Page.Locator("#name")).ToHaveTextAsync("Rear Admiral Hopper");

        await page.OpenUnfinishedAsync("/profile/photo");
        await page.Page.Locator("#Photo").SetInputFilesAsync(Pictures.AsFile(Pictures.Png));
        await page.PressAsync("Save picture");
        await Assertions.Expect(page.Page.Locator(".portrait img")).ToBeVisibleAsync();
    }

    private static async Task FailAsync(IRoute route, string failure)
    {
        if (failure == "is kept away")
        {
            await route.AbortAsync();
            return;
        }

        if (failure == "never comes")
        {
            return;
        }

        var script = await route.FetchAsync();
        var body = await script.TextAsync();
        await route.FulfillAsync(new()
        {
            ContentType = "text/javascript",
            Body = failure switch
            {
                "breaks at once" => $"throw new Error('broken');{body}",
                "breaks in the middle" => body[..(body.Length / 2)],
                _ => $"{body};throw new Error('broken');",
            },
        });
    }
}
