using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace AltogicAuth.BrowserTests;

/// <summary>What the style sheet promises, asked of the engine.</summary>
public sealed partial class StyleTests(BrowserApp app)
{
    [Theory]
    [InlineData("/")]
    [InlineData("/login")]
    [InlineData("/register")]
    [InlineData("/login-with-magic-link")]
    public async Task Public_page_loads_without_layout_shift(string address) => await AssertNoLayoutShiftAsync(await app.NewPageAsync(), address);

    [Theory]
    [InlineData("/login")]
    [InlineData("/login-with-magic-link")]
    public async Task Page_that_is_parsed_slowly_has_no_layout_shift(string address)
    {
        var page = await app.NewPageAsync();
        await page.OpenAsync("/");
        var devTools = await page.Page.Context.NewCDPSessionAsync(page.Page);
        await devTools.SendAsync("Emulation.setCPUThrottlingRate", new() { ["rate"] = 20 });

        await AssertNoLayoutShiftAsync(page, address);
    }

    [Theory]
    [InlineData("/profile")]
    [InlineData("/profile/photo")]
    [InlineData("/profile/password")]
    [InlineData("/profile/delete")]
    public async Task Account_page_loads_without_layout_shift(string address) => await AssertNoLayoutShiftAsync(await app.NewProfileAsync(), address);

    [Fact]
    public async Task Links_fields_and_buttons_show_the_focus()
    {
        var page = await app.NewPageAsync();
        await page.OpenAsync("/login");
        var seen = new HashSet<string>();
        for (var presses = 0; presses < 12; presses++)
        {
            await page.Page.Keyboard.PressAsync("Tab");
            var focus = await page.Page.EvaluateAsync<string[]>("""
                () => { const style = getComputedStyle(document.activeElement); return [document.activeElement.localName, style.outlineStyle, style.outlineWidth, style.outlineColor]; }
                """);
            Assert.Equal([focus[0], "solid", "3px", "rgb(54, 70, 201)"], focus);
            seen.Add(focus[0]);
        }

        Assert.Superset(new HashSet<string> { "a", "input", "button" }, seen);
    }

    [Theory]
    [InlineData(1280, true)]
    [InlineData(800, false)]
    public async Task Wide_profile_has_two_columns(int width, bool two)
    {
        var page = await NewProfileAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = 800 } });
        var cards = page.Page.Locator(".card:visible");

        var person = (await cards.Nth(0).BoundingBoxAsync())!;
        var account = (await cards.Nth(1).BoundingBoxAsync())!;

        Assert.Equal(two, account.X >= person.X + person.Width);
        Assert.Equal(!two, account.Y >= person.Y + person.Height);
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(800)]
    public async Task Notice_is_as_wide_as_the_cards_of_the_profile(int width)
    {
        var page = await NewProfileAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = 800 } });

        await page.Page.Locator("form[action*='handler=Name']").EvaluateAsync("form => form.submit()");

        await Assertions.Expect(page.Page.Locator(".notice")).ToBeVisibleAsync();
        var first = (await page.Page.Locator(".card").First.BoundingBoxAsync())!;
        var last = (await page.Page.Locator(".card").Last.BoundingBoxAsync())!;
        var notice = (await page.Page.Locator(".notice").BoundingBoxAsync())!;
        Assert.Equal((first.X, last.X + last.Width), (notice.X, notice.X + notice.Width));
    }

    [Fact]
    public async Task Notice_is_as_wide_as_a_single_card()
    {
        var page = await NewProfileAsync();

        await page.LogOutAsync();

        await Assertions.Expect(page.Page.Locator(".notice")).ToBeVisibleAsync();
        var card = (await page.Page.Locator(".card").BoundingBoxAsync())!;
        var notice = (await page.Page.Locator(".notice").BoundingBoxAsync())!;
        Assert.Equal((card.X, card.Width), (notice.X, notice.Width));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4000, 20)]
    [InlineData(20, 4000)]
    public async Task Photo_of_any_shape_fills_the_round_frame(int width, int height)
    {
        var page = await NewProfileAsync();
        await page.Page.RouteAsync("**/any-shape.png", route => route.FulfillAsync(new() { ContentType = "image/png", BodyBytes = Pictures.Plain(width, height) }));

        var box = await page.Page.Locator(".portrait").EvaluateAsync<float[]>("""
            async portrait => {
              const image = Object.assign(new Image(), { alt: '', src: '/any-shape.png' });
              portrait.append(image);
              await image.decode();
              return [image.naturalWidth, portrait.offsetWidth, portrait.offsetHeight, image.offsetWidth, image.offsetHeight];
            }
            """);

        Assert.Equal([width, 88, 88, 88, 88], box);
    }

    [Fact]
    public async Task Selected_theme_and_language_differ_by_more_than_color()
    {
        var page = await app.NewPageAsync();
        await page.OpenAsync("/login");

        Assert.Equal(("600", "400"), (await StyleAsync(page, "[aria-pressed=true]", "fontWeight"), await StyleAsync(page, ".site-footer [aria-pressed=false]", "fontWeight")));
        Assert.Contains("inset", await StyleAsync(page, "[aria-pressed=true]", "boxShadow"));

        await page.Page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.Active });
        Assert.NotEqual(await StyleAsync(page, ".site-footer [aria-pressed=false]", "backgroundColor"), await StyleAsync(page, "[aria-pressed=true]", "backgroundColor"));
    }

    [Fact]
    public async Task Badge_keeps_its_border_in_forced_colors()
    {
        var page = await NewProfileAsync();

        await page.Page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.Active });

        Assert.Equal(("solid", "rgb(0, 0, 0)"), (await StyleAsync(page, ".badge", "borderTopStyle"), await StyleAsync(page, ".badge", "borderTopColor")));
    }

    [Fact]
    public async Task Pressed_button_looks_pressed()
    {
        var page = await app.NewPageAsync();
        await page.OpenAsync("/login");
        Assert.Equal("none", await StyleAsync(page, "main .primary", "filter"));

        await page.Page.HoverAsync("main .primary");
        await page.Page.Mouse.DownAsync();

        Assert.Equal("brightness(0.9)", await StyleAsync(page, "main .primary", "filter"));
    }

    [Fact]
    public async Task Reduced_motion_disables_animations()
    {
        var page = await app.NewPageAsync();
        await page.OpenAsync("/login");
        await page.Page.Locator("main .primary").EvaluateAsync("button => button.setAttribute('aria-busy', 'true')");
        Assert.Equal("turn", await StyleAsync(page, "main .primary", "animationName", "::after"));

        await page.Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });

        Assert.Equal("none", await StyleAsync(page, "main .primary", "animationName", "::after"));
        Assert.Equal("none", await StyleAsync(page, "main .primary", "transitionProperty"));
    }

    [Fact]
    public async Task Printed_page_is_dark_on_white_without_buttons()
    {
        var page = await app.NewPageAsync(new BrowserNewContextOptions { ColorScheme = ColorScheme.Dark });
        await page.OpenAsync("/login");
        await page.PressAsync("Dark");
        await Assertions.Expect(page.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");

        await page.Page.EmulateMediaAsync(new() { Media = Media.Print });

        Assert.Equal("rgb(26, 32, 48)", await StyleAsync(page, "h1", "color"));
        await Assertions.Expect(page.Page.Locator("main button:visible, .site-footer:visible")).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(320)]
    public async Task Right_to_left_mirrors_the_page(int width)
    {
        var page = await NewProfileAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = 800 } });
        string[] parts = [".brand", ".portrait", ".card", ".session > div", ".session form", ".site-footer legend"];
        var before = await EdgesAsync(right: false);

        await page.Page.EvaluateAsync("document.documentElement.dir = 'rtl'");

        Assert.Equal(before, await EdgesAsync(right: true));
        await page.AssertNothingIsCutOffAsync("from right to left");

        // How far each part is from the side where reading begins, in whole pixels.
        async Task<double[]> EdgesAsync(bool right)
        {
            var edges = new List<double>();
            // The page keeps room for a scrollbar.
            var end = await page.Page.EvaluateAsync<float>("document.body.getBoundingClientRect().right");
            foreach (var part in parts)
            {
                var box = (await page.Page.Locator(part).First.BoundingBoxAsync())!;
                edges.Add(Math.Round(right ? end - box.X - box.Width : box.X));
            }

            return [.. edges];
        }
    }

    [Theory]
    [InlineData("/", ".hero h1")]
    [InlineData("/login", ".panel-title")]
    public async Task Arabic_headings_keep_their_letters_joined(string address, string heading)
    {
        var page = await app.NewPageAsync(new BrowserNewContextOptions { Locale = "ar" });
        await page.OpenAsync(address);

        Assert.Equal(await StyleAsync(page, "body", "letterSpacing"), await StyleAsync(page, heading, "letterSpacing"));
    }

    [Fact]
    public async Task Style_sheet_uses_logical_properties()
    {
        var page = await app.NewPageAsync();
        await page.OpenAsync("/login");

        var sheet = await page.Page.EvaluateAsync<string>("() => fetch(document.querySelector('link[rel=stylesheet]').href).then(response => response.text())");

        Assert.DoesNotMatch(Physical(), sheet);
    }

    private async Task<BrowserPage> NewProfileAsync(BrowserNewContextOptions? options = null)
    {
        var (email, password) = await app.NewUserAsync();
        await (await app.NewPageAsync()).LogInAsync(email, password);
        var page = await app.NewPageAsync(options);
        await page.LogInAsync(email, password);
        return page;
    }

    private static Task<string> StyleAsync(BrowserPage page, string selector, string property, string pseudo = "") =>
        page.Page.Locator(selector).First.EvaluateAsync<string>("(element, [property, pseudo]) => getComputedStyle(element, pseudo || null)[property]", new[] { property, pseudo });

    // Properties and values that do not follow the direction of the writing; a query of a media asks for a width.
    [GeneratedRegex(@"[{;]\s*((min|max)-)?(width|height|left|right|top|bottom)\s*:|-(left|right|top|bottom)\b|:\s*(left|right)\b|inset\s+[1-9]")]
    private static partial Regex Physical();

    private static async Task AssertNoLayoutShiftAsync(BrowserPage page, string address)
    {
        await page.OpenAsync(address);

        Assert.Equal(0, await page.Page.EvaluateAsync<double>("""
            () => new Promise((resolve) => {
              let shift = 0;
              const add = (entries) => entries.forEach((entry) => { shift += entry.value; });
              const observer = new PerformanceObserver((list) => add(list.getEntries()));
              observer.observe({ type: 'layout-shift', buffered: true });
              requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => {
                add(observer.takeRecords());
                resolve(shift);
              })));
            })
            """));
    }
}
