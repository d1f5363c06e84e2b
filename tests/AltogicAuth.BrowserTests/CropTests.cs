using System.Globalization;
using Microsoft.Playwright;

namespace AltogicAuth.BrowserTests;

/// <summary>A chosen picture is moved and zoomed by mouse, touch and keyboard, and stays unsaved until it is saved or discarded.</summary>
public sealed class CropTests(BrowserApp app)
{
    private const string Ready = ".crop-stage:not([aria-busy])";

    [Theory]
    [InlineData(1, "red")]
    [InlineData(-1, "blue")]
    public async Task Dragging_moves_the_picture(int direction, string colour)
    {
        var page = await NewCropAsync();
        Assert.Equal("green", await ColourAsync(page, ".crop-stage"));
        var stage = (await page.Page.Locator(".crop-stage").BoundingBoxAsync())!;
        var (x, y) = (stage.X + stage.Width / 2, stage.Y + stage.Height / 2);

        await page.Page.Mouse.MoveAsync(x, y);
        await page.Page.Mouse.DownAsync();
        await page.Page.Mouse.MoveAsync(x + direction * 2 * stage.Width, y, new() { Steps = 5 });
        await page.Page.Mouse.UpAsync();

        await AssertSavedAsync(page, colour);
    }

    [Fact]
    public async Task Clicked_point_comes_to_the_middle()
    {
        var page = await NewCropAsync(Pictures.ThreeColours);
        var width = (await page.Page.Locator(".crop-stage").BoundingBoxAsync())!.Width;

        await page.Page.Locator(".crop-stage").ClickAsync(new() { Position = new() { X = width - 4, Y = width / 2 } });
        await page.Page.Locator(".crop-stage").ClickAsync(new() { Position = new() { X = width - 4, Y = width / 2 } });

        await AssertSavedAsync(page, "blue");
    }

    [Fact]
    public async Task Two_fingers_zoom_and_one_moves()
    {
        var page = await NewCropAsync(options: new BrowserNewContextOptions { HasTouch = true, ViewportSize = new() { Width = 390, Height = 844 } });
        var touch = await page.Page.Context.NewCDPSessionAsync(page.Page);
        var stage = (await page.Page.Locator(".crop-stage").BoundingBoxAsync())!;
        var (x, y) = (stage.X + stage.Width / 2, stage.Y + stage.Height / 2);

        await TouchAsync("touchStart", (x - 20, y), (x + 20, y));
        await TouchAsync("touchMove", (x - 30, y), (x + 30, y));
        await TouchAsync("touchEnd");
        Assert.Equal(1.5, await ZoomAsync(page), 0.05);
        await TouchAsync("touchStart", (x, y));
        await TouchAsync("touchMove", (x + stage.Width * 3, y));
        await TouchAsync("touchEnd");

        await AssertSavedAsync(page, "red");

        Task TouchAsync(string type, params (float X, float Y)[] fingers) => touch.SendAsync("Input.dispatchTouchEvent", new Dictionary<string, object>
        {
            ["type"] = type,
            ["touchPoints"] = fingers.Select((finger, id) => new Dictionary<string, object> { ["x"] = finger.X, ["y"] = finger.Y, ["id"] = id }).ToArray(),
        });
    }

    [Fact]
    public async Task Keyboard_moves_and_zooms_and_hears_the_values()
    {
        var page = await NewCropAsync();
        var stage = page.Page.Locator(".crop-stage");
        await Assertions.Expect(stage).ToBeFocusedAsync();
        await Assertions.Expect(stage).ToHaveAccessibleNameAsync("Crop area");
        Assert.Equal("solid", await page.Page.Locator(".crop-frame").EvaluateAsync<string>("frame => getComputedStyle(frame).outlineStyle"));
        var values = page.Page.Locator(".crop-values");
        await Assertions.Expect(values).ToHaveTextAsync("Horizontal 50%, vertical 50%, zoom 100%");

        await stage.PressAsync("+");
        await stage.PressAsync("+");
        await stage.PressAsync("-");
        await Assertions.Expect(values).ToHaveTextAsync("Horizontal 50%, vertical 50%, zoom 110%");
        for (var presses = 0; presses < 12; presses++)
        {
            await stage.PressAsync("Shift+ArrowRight");
        }

        await Assertions.Expect(values).ToHaveTextAsync("Horizontal 0%, vertical 50%, zoom 110%");
        await stage.PressAsync("ArrowUp");
        await Assertions.Expect(values).ToHaveTextAsync("Horizontal 0%, vertical 70%, zoom 110%");
        var slider = page.Page.GetByRole(AriaRole.Slider, new() { Name = "Zoom" });
        await new KeyboardUser(page.Page).PressAsync("slider Zoom", "Home");
        await Assertions.Expect(slider).ToHaveAttributeAsync("aria-valuetext", "100%");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Zoom in" }).PressAsync("Enter");
        await Assertions.Expect(slider).ToHaveAttributeAsync("aria-valuetext", "125%");

        await AssertSavedAsync(page, "red");
    }

    [Fact]
    public async Task Page_behind_the_dialog_does_not_scroll()
    {
        var page = await NewCropAsync(options: new BrowserNewContextOptions { ViewportSize = new() { Width = 1280, Height = 400 } });
        Assert.True(await page.Page.EvaluateAsync<bool>("document.documentElement.scrollHeight > innerHeight"));
        var before = await page.Page.EvaluateAsync<double>("scrollY");
        await page.Page.EvaluateAsync("() => { globalThis.wheeled = new Promise((resolve) => addEventListener('wheel', () => resolve())); }");

        await page.Page.Mouse.MoveAsync(10, 200);
        await page.Page.Mouse.WheelAsync(0, 300);
        await page.Page.EvaluateAsync("wheeled");
        // A scroll would begin with the next frame.
        await page.Page.EvaluateAsync("new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))");

        Assert.Equal(before, await page.Page.EvaluateAsync<double>("scrollY"));
    }

    [Fact]
    public async Task Wheel_zooms_at_the_pointer()
    {
        var page = await NewCropAsync();
        var stage = (await page.Page.Locator(".crop-stage").BoundingBoxAsync())!;

        await page.Page.Mouse.MoveAsync(stage.X + 1, stage.Y + stage.Height / 2);
        await page.Page.Mouse.WheelAsync(0, -400);

        await Assertions.Expect(page.Page.Locator("[name=Crop]")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("^0.33"));
        Assert.InRange(await ZoomAsync(page), 1.4, 1.6);
    }

    [Fact]
    public async Task Many_movements_are_drawn_once_a_frame()
    {
        var page = await NewCropAsync();

        var draws = await page.Page.EvaluateAsync<int>("""
            async () => {
              const stage = document.querySelector('.crop-stage');
              const context = stage.getContext('2d');
              const draw = context.drawImage;
              let draws = 0;
              context.drawImage = (...values) => { draws++; draw.apply(context, values); };
              const move = (type, x) => stage.dispatchEvent(new PointerEvent(type, { pointerId: 1, button: 0, clientX: x, clientY: 300, bubbles: true }));
              stage.setPointerCapture = () => {};
              move('pointerdown', 300);
              for (let x = 300; x < 400; x++) move('pointermove', x);
              move('pointerup', 400);
              await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
              return draws;
            }
            """);

        Assert.Equal(1, draws);
    }

    [Fact]
    public async Task Picture_over_the_limit_is_shrunk_by_the_browser()
    {
        var page = await app.NewProfileAsync();
        const int limit = 500_000;
        var upload = Pictures.Noise(900, 900);
        Assert.True(upload.Length > limit);
        await page.Page.Locator("#photo-form").EvaluateAsync($"form => form.dataset.maxBytes = {limit}");

        await page.Page.Locator("#Photo").SetInputFilesAsync(Pictures.AsFile(upload));
        await Assertions.Expect(page.Page.Locator(Ready)).ToBeVisibleAsync();

        Assert.InRange(await page.Page.Locator("#Photo").EvaluateAsync<int>("input => input.files[0].size"), 1, limit);
        await page.PressAsync("Save picture");
        await Assertions.Expect(page.Page.Locator(".portrait img")).ToBeVisibleAsync();
        Assert.Empty(page.ConsoleErrors);
    }

    [Fact]
    public async Task Picture_that_the_browser_cannot_decode_is_uploaded_plainly()
    {
        var page = await app.NewPageAsync();
        await page.Page.AddInitScriptAsync("globalThis.createImageBitmap = () => Promise.reject(new Error('unknown format'))");
        var (email, password) = await app.NewUserAsync();
        await page.LogInAsync(email, password);

        await page.Page.Locator("#Photo").SetInputFilesAsync(Pictures.AsFile(Pictures.ThreeColours));
        await Assertions.Expect(page.Page.Locator(".crop-plain")).ToBeVisibleAsync();
        await Assertions.Expect(page.Page.Locator(".crop")).ToBeHiddenAsync();

        await AssertSavedAsync(page, "green");
    }

    [Theory]
    [InlineData("Discard")]
    [InlineData("Close")]
    [InlineData("Esc")]
    public async Task Chosen_picture_is_unsaved_until_it_is_discarded(string how)
    {
        var page = await NewCropAsync();
        await Assertions.Expect(page.Page.GetByText("Not saved yet")).ToBeVisibleAsync();
        // Nothing else can be saved meanwhile.
        await Assertions.Expect(page.Page.Locator(".photo-dialog:modal")).ToBeVisibleAsync();

        await (how == "Esc" ? page.Page.Keyboard.PressAsync("Escape") : page.PressAsync(how));

        await Assertions.Expect(page.Page.Locator(".photo-dialog")).ToBeHiddenAsync();
        Assert.Equal(0, await page.Page.Locator("#Photo").EvaluateAsync<int>("input => input.files.length"));
        await Assertions.Expect(page.Page.Locator("[name=Crop]")).ToHaveValueAsync("");
        await Assertions.Expect(page.Page.Locator(".portrait img")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Crop_module_loads_with_the_first_picture()
    {
        var page = await app.NewPageAsync();
        var modules = new List<string>();
        page.Page.Request += (_, request) => modules.AddRange(request.Url.Contains("crop", StringComparison.Ordinal) ? [request.Url] : []);
        var (email, password) = await app.NewUserAsync();
        await page.LogInAsync(email, password);
        Assert.Empty(modules);

        foreach (var picture in new[] { Pictures.Png, Pictures.ThreeColours })
        {
            await page.Page.Locator("#Photo").SetInputFilesAsync(Pictures.AsFile(picture));
            await Assertions.Expect(page.Page.Locator(Ready)).ToBeVisibleAsync();
        }

        Assert.Single(modules);
    }

    [Fact]
    public async Task Without_its_module_the_picture_has_a_page_of_its_own()
    {
        var page = await app.NewProfileAsync();
        await page.Page.RouteAsync("**/crop*.js", route => route.AbortAsync());

        await page.Page.Locator("#Photo").SetInputFilesAsync(Pictures.AsFile(Pictures.Png));

        await Assertions.Expect(page.Page).ToHaveURLAsync($"{app.Address}/profile/photo");
        await page.Page.Locator("#Photo").SetInputFilesAsync(Pictures.AsFile(Pictures.Png));
        await page.PressAsync("Save picture");
        await Assertions.Expect(page.Page.Locator(".portrait img")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Page_of_the_picture_crops_too()
    {
        var page = await app.NewProfileAsync();
        await page.OpenAsync("/profile/photo");
        await page.Page.Locator("#Photo").SetInputFilesAsync(Pictures.AsFile(Pictures.ThreeColours));
        await Assertions.Expect(page.Page.Locator(Ready)).ToBeFocusedAsync();

        for (var presses = 0; presses < 12; presses++)
        {
            await page.Page.Keyboard.PressAsync("Shift+ArrowLeft");
        }

        await AssertSavedAsync(page, "blue");
        await Assertions.Expect(page.Page).ToHaveURLAsync($"{app.Address}/profile");
    }

    [Theory]
    [InlineData("en", "Choose a picture", "Not saved yet", "Save picture", "Discard")]
    [InlineData("tr", "Fotoğraf seç", "Henüz kaydedilmedi", "Fotoğrafı kaydet", "Vazgeç")]
    [InlineData("ar", "اختيار صورة", "لم تُحفظ بعد", "حفظ الصورة", "تجاهل")]
    public async Task Without_scripts_the_picture_is_chosen_discarded_and_saved(string language, string choose, string unsaved, string save, string discard)
    {
        var page = await app.NewProfileAsync(new BrowserNewContextOptions { JavaScriptEnabled = false, Locale = language });
        await page.Page.ClickAsync("#photo-link");
        var note = page.Page.GetByText(unsaved);
        await Assertions.Expect(note).ToBeHiddenAsync();

        var choosing = page.Page.WaitForFileChooserAsync();
        await page.Page.GetByText(choose, new() { Exact = true }).ClickAsync();
        await (await choosing).SetFilesAsync(Pictures.AsFile(Pictures.ThreeColours));
        await Assertions.Expect(note).ToBeVisibleAsync();
        await page.PressAsync(discard);
        await Assertions.Expect(note).ToBeHiddenAsync();
        await page.Page.Locator("#Photo").SetInputFilesAsync(Pictures.AsFile("<html>"u8.ToArray()));
        await page.PressAsync(save);
        await Assertions.Expect(page.Page.Locator("#Photo-error")).ToBeVisibleAsync();
        await page.Page.Locator("#Photo").SetInputFilesAsync(Pictures.AsFile(Pictures.ThreeColours));
        await page.PressAsync(save);

        await Assertions.Expect(page.Page).ToHaveURLAsync($"{app.Address}/profile");
        await Assertions.Expect(page.Page.Locator(".portrait img")).ToBeVisibleAsync();
    }

    private async Task<BrowserPage> NewCropAsync(byte[]? picture = null, BrowserNewContextOptions? options = null)
    {
        var page = await app.NewProfileAsync(options);
        await page.Page.Locator("#Photo").SetInputFilesAsync(Pictures.AsFile(picture ?? Pictures.ThreeColours));
        await Assertions.Expect(page.Page.Locator(Ready)).ToBeVisibleAsync();
        return page;
    }

    private static async Task AssertSavedAsync(BrowserPage page, string colour)
    {
        await page.PressAsync("Save picture");
        await page.Page.Locator(".portrait img").EvaluateAsync("image => image.decode()");
        Assert.Equal(colour, await ColourAsync(page, ".portrait img"));
        Assert.Empty(page.ConsoleErrors);
    }

    private static async Task<double> ZoomAsync(BrowserPage page)
    {
        var crop = await page.Page.Locator("[name=Crop]").InputValueAsync();
        return 1 / double.Parse(crop.Split(',')[2], CultureInfo.InvariantCulture);
    }

    // Of the middle: red, green or blue.
    private static Task<string> ColourAsync(BrowserPage page, string selector) => page.Page.Locator(selector).EvaluateAsync<string>("""
        (image) => {
          const context = Object.assign(document.createElement('canvas'), { width: 64, height: 64 }).getContext('2d');
          context.drawImage(image, 0, 0, 64, 64);
          const pixel = [...context.getImageData(32, 32, 1, 1).data.slice(0, 3)];
          return ['red', 'green', 'blue'][pixel.indexOf(Math.max(...pixel))];
        }
        """);
}
