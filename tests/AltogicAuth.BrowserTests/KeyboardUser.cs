using Microsoft.Playwright;

namespace AltogicAuth.BrowserTests;

/// <summary>A user with a keyboard and a screen reader: knows a control by what the accessibility tree says of it, such as <c>button Log in</c>.</summary>
internal sealed class KeyboardUser(IPage page)
{
    private const int MaxStops = 60;

    public IKeyboard Keyboard => page.Keyboard;

    public Task<AccessibilityTree> ReadAsync() => AccessibilityTree.ReadAsync(page);

    /// <summary>Presses Tab until the control has the focus.</summary>
    public async Task GoToAsync(string control)
    {
        for (var presses = 0; presses < MaxStops; presses++)
        {
            if ((await ReadAsync()).Focused?.ToString() == control)
            {
                return;
            }

            await Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"Tab never comes to {control}.");
    }

    public async Task TypeAsync(string control, string text)
    {
        await GoToAsync(control);
        await Keyboard.TypeAsync(text);
    }

    public async Task PressAsync(string control, string key = "Enter")
    {
        await GoToAsync(control);
        await Keyboard.PressAsync(key);
    }

    /// <summary>The controls in the order of Tab, from the focus to the end of the page. Each has a name, and is below or beside the one before it.</summary>
    public async Task<IReadOnlyList<string>> WalkAsync()
    {
        if ((await ReadAsync()).Focused is null)
        {
            await Keyboard.PressAsync("Tab");
        }

        var stops = new List<string>();
        double[]? former = null;
        while ((await ReadAsync()).Focused is { } control)
        {
            Assert.True(stops.Count < MaxStops, "Tab never comes to the end.");
            Assert.True(control.Name != "", $"{control.Role} after {stops.LastOrDefault()} has no name.");
            var box = await page.EvaluateAsync<double[]>(
                "() => { const { left, top, bottom } = document.activeElement.getBoundingClientRect(); return [left, top + scrollY, bottom + scrollY]; }");
            Assert.True(former is null || IsAfter(box, former), $"{control} is shown before {stops.LastOrDefault()}.");
            stops.Add(control.ToString());
            former = box;
            await Keyboard.PressAsync("Tab");
        }

        return stops;
    }

    private static bool IsAfter(double[] box, double[] former) => box[1] >= former[2] - 1 || (box[2] > former[1] && box[0] > former[0]);
}
