using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace AltogicAuth.BrowserTests;

/// <summary>
/// A page that watches itself: what the console complains of, policy violations included, is a failure, and so is what
/// an accessibility checker finds.
/// </summary>
public sealed class BrowserPage
{
    private static readonly string? Screenshots = Environment.GetEnvironmentVariable("SCREENSHOTS");

    private readonly List<string> _complaints = [];

    public BrowserPage(IPage page)
    {
        Page = page;
        page.Console += (_, message) =>
        {
            // A refused form is an answer with a status, which the console notes as a failed resource.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
            {
                _complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => _complaints.Add(error);
    }

    public IPage Page { get; }

    public IReadOnlyList<string> Complaints => _complaints;

    public async Task OpenAsync(string address) => await Page.GotoAsync(address);

    public Task FillAsync(string label, string value) => Page.GetByLabel(label, new() { Exact = true }).FillAsync(value);

    public Task PressAsync(string button) => Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    public Task<string> HeadingAsync() => Page.Locator("h1").InnerTextAsync();

    public async Task LogInAsync(string email, string password)
    {
        await OpenAsync("/login");
        await FillAsync("Email address", email);
        await FillAsync("Password", password);
        await PressAsync("Log in");
        await Assertions.Expect(Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/profile$"));
    }

    /// <summary>Looks at the page as it stands: nothing may complain. Keeps a picture where SCREENSHOTS names a directory.</summary>
    public async Task LookAsync(string name)
    {
        if (Screenshots is not null)
        {
            await Page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots, $"{name}.png"), FullPage = true });
        }

        var found = await Page.RunAxe(new AxeRunOptions
        {
            RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
        });
        Assert.Empty(found.Violations.Select(violation => $"{name}: {violation.Id} {string.Join(' ', violation.Nodes.Select(node => node.Html))}"));
        var wide = await Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth");
        Assert.False(wide, $"{name} scrolls sideways");
        Assert.Empty(_complaints);
    }
}
