using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace AltogicAuth.BrowserTests;

/// <summary>
/// A page that watches itself: what the console complains of, policy violations included, is a failure, and so is what
/// an accessibility checker finds.
/// </summary>
public sealed class BrowserPage
{
    public static readonly string? Screenshots = Environment.GetEnvironmentVariable("SCREENSHOTS");

    /// <summary>What sticks out of the page, or has more in it than it can show. The account menu is open meanwhile.</summary>
    private const string CutOff = """
        () => {
          const closed = document.querySelectorAll('.menu:not([open])');
          closed.forEach(menu => { menu.open = true; });
          const found = [...document.body.querySelectorAll('*')].filter(element => {
            if (element.closest('.visually-hidden, svg') || !element.checkVisibility()) return false;
            const box = element.getBoundingClientRect();
            const hides = getComputedStyle(element).display !== 'inline' && !element.matches('input, iframe');
            return box.left < -1 || box.right > document.documentElement.clientWidth + 1 || (hides && element.scrollWidth > element.clientWidth + 1);
          }).map(element => element.outerHTML.slice(0, 120));
          closed.forEach(menu => { menu.open = false; });
          return found;
        }
        """;

    private static readonly string AxeScript = new BundledAxeScriptProvider().GetScript();

    /// <summary>In the page itself: axe's own package opens a second page for each look, which takes twice the time.</summary>
    private const string Violations = """
        async () => (await axe.run({
          runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
          resultTypes: ['violations'],
        })).violations.map(violation => `${violation.id} ${violation.nodes.map(node => node.html).join(' ')}`)
        """;

    private readonly List<string> _consoleErrors = [];

    public BrowserPage(IPage page)
    {
        Page = page;
        page.Console += (_, message) =>
        {
            // A rejected form is a response with a status, which the console notes as a failed resource.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
            {
                _consoleErrors.Add(message.Text);
            }
        };
        page.PageError += (_, error) => _consoleErrors.Add(error);
    }

    public IPage Page { get; }

    public IReadOnlyList<string> ConsoleErrors => _consoleErrors;

    public async Task OpenAsync(string address) => await Page.GotoAsync(address);

    /// <summary>Opens a page that may never be complete.</summary>
    public async Task OpenUnfinishedAsync(string address) => await Page.GotoAsync(address, new() { WaitUntil = WaitUntilState.Commit });

    public Task FillAsync(string label, string value) => Page.GetByLabel(label, new() { Exact = true }).FillAsync(value);

    public Task PressAsync(string button) => Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    public Task<string> HeadingAsync() => Page.Locator("h1").InnerTextAsync();

    public async Task LogInAsync(string email, string password)
    {
        await OpenAsync("/login");
        await Page.FillAsync("#Input_Identifier", email);
        await Page.FillAsync("#Input_Password", password);
        await Page.ClickAsync("main .primary");
        await Assertions.Expect(Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/profile$"));
    }

    public async Task LogOutAsync()
    {
        await Page.ClickAsync(".menu summary");
        await Page.ClickAsync("form[action='/logout'] button");
    }

    /// <summary>Unfolds the row of the profile that has the form for the name.</summary>
    public Task OpenNameFormAsync() => Page.ClickAsync("#name-row > summary");

    /// <summary>Lets what the page asks for at this address wait.</summary>
    public async Task<HeldRequests> HoldAsync(string endOfAddress)
    {
        var held = new HeldRequests();
        await Page.RouteAsync(address => address.EndsWith(endOfAddress, StringComparison.Ordinal), held.WaitAsync);
        return held;
    }

    /// <summary>Checks the page as it is now. Keeps a picture where SCREENSHOTS names a directory.</summary>
    public async Task CheckAsync(string name)
    {
        if (Screenshots is not null)
        {
            await Page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots, $"{name}.png"), FullPage = true });
        }

        await Page.EvaluateAsync(AxeScript);
        Assert.Empty((await Page.EvaluateAsync<string[]>(Violations)).Select(violation => $"{name}: {violation}"));
        await AssertNothingIsCutOffAsync(name);
        if (Page.ViewportSize!.Width <= 320)
        {
            await Page.EvaluateAsync("document.documentElement.style.fontSize = '200%'");
            await AssertNothingIsCutOffAsync($"{name}, text at 200 %");
            await Page.EvaluateAsync("document.documentElement.style.fontSize = ''");
        }

        Assert.Empty(_consoleErrors);
    }

    public async Task AssertNothingIsCutOffAsync(string name)
    {
        var found = await Page.EvaluateAsync<string[]>(CutOff);
        Assert.True(found.Length == 0, $"{name} cuts off: {string.Join('\n', found)}");
    }
}
