using Microsoft.Playwright;

namespace AltogicAuth.BrowserTests;

/// <summary>A picture is chosen, dropped or pasted, shows before it is sent, and appears without leaving the page.</summary>
public sealed class PhotoTests(BrowserApp app)
{
    private const string NotAPicture = "This file is not a JPEG, PNG, WebP or GIF picture.";
    private const string TooLarge = "A picture can be up to 5 MB. Choose a smaller file.";
    private const string Drop = "target.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))";
    private const string Paste = "target.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))";

    [Theory]
    [InlineData(Drop, ".photo")]
    [InlineData(Drop, ".site-footer")]
    [InlineData(Paste, "body")]
    public async Task Dropped_or_pasted_photo_is_previewed_and_uploaded(string gesture, string target)
    {
        var page = await app.NewProfileAsync();
        await page.Page.EvaluateAsync("window.stayed = true");

        // A file whose drop nobody takes is opened by the browser, in place of the page.
        var left = await GiveAsync(page, gesture, target);
        Assert.Equal(gesture == Paste, left);
        await Assertions.Expect(page.Page.Locator(".crop-stage")).ToBeFocusedAsync();
        await page.PressAsync("Save picture");

        await Assertions.Expect(page.Page.Locator(".portrait img")).ToBeVisibleAsync();
        await Assertions.Expect(page.Page.Locator(".photo-dialog")).ToBeHiddenAsync();
        await Assertions.Expect(page.Page.Locator(".notice")).ToHaveTextAsync("Your picture has been saved.");
        Assert.True(await page.Page.EvaluateAsync<bool>("window.stayed"));
        await page.PressAsync("Remove picture");
        await Assertions.Expect(page.Page.Locator(".portrait img")).ToHaveCountAsync(0);
        Assert.True(await page.Page.EvaluateAsync<bool>("window.stayed"));
        Assert.Empty(page.ConsoleErrors);
    }

    [Fact]
    public async Task Text_pasted_with_an_image_is_not_a_photo()
    {
        var page = await app.NewProfileAsync();

        await page.OpenNameFormAsync();
        await GiveAsync(page, Paste, "#NameForm_Name");

        Assert.Equal(0, await page.Page.Locator("#Photo").EvaluateAsync<int>("input => input.files.length"));
    }

    [Fact]
    public async Task Drop_area_is_highlighted_while_a_file_is_dragged()
    {
        var page = await app.NewProfileAsync();
        var area = page.Page.Locator(".photo");

        await DragAsync("dragover", from: ".photo", to: null);
        await Assertions.Expect(area).ToHaveClassAsync("photo over");
        await DragAsync("dragleave", from: ".photo", to: ".photo .portrait");
        await Assertions.Expect(area).ToHaveClassAsync("photo over");
        await DragAsync("dragleave", from: "body", to: null);
        await Assertions.Expect(area).ToHaveClassAsync("photo");

        Task DragAsync(string type, string from, string? to) => page.Page.EvaluateAsync("""
            ([type, from, to]) => {
              const data = new DataTransfer();
              data.items.add(new File(['x'], 'me.png', { type: 'image/png' }));
              const relatedTarget = to && document.querySelector(to);
              document.querySelector(from).dispatchEvent(new DragEvent(type, { dataTransfer: data, relatedTarget, bubbles: true, cancelable: true }));
            }
            """, new[] { type, from, to });
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4000, 20)]
    public async Task Photo_of_extreme_size_is_previewed_and_uploaded(int width, int height)
    {
        var page = await app.NewProfileAsync();

        await page.Page.Locator("#Photo").SetInputFilesAsync(Pictures.AsFile(Pictures.Plain(width, height)));
        await Assertions.Expect(page.Page.Locator(".crop-stage:not([aria-busy])")).ToBeVisibleAsync();
        var colour = await page.Page.Locator(".crop-stage").EvaluateAsync<int[]>("canvas => [...canvas.getContext('2d').getImageData(320, 320, 1, 1).data]");
        Assert.Equal([200, 80, 40, 255], colour);
        await page.PressAsync("Save picture");

        var size = await page.Page.Locator(".portrait img").EvaluateAsync<int[]>("image => image.decode().then(() => [image.naturalWidth, image.naturalHeight])");
        Assert.Equal([512, 512], size);
        Assert.Empty(page.ConsoleErrors);
    }

    [Fact]
    public async Task Preview_is_removed_with_its_file()
    {
        var page = await app.NewProfileAsync();
        var input = page.Page.Locator("#Photo");
        await input.SetInputFilesAsync(Pictures.AsFile(Pictures.Png));
        await Assertions.Expect(page.Page.Locator(".crop-stage")).ToBeVisibleAsync();

        await input.SetInputFilesAsync(Pictures.AsFile("no picture"u8.ToArray(), "notes.txt", "text/plain"));
        await Assertions.Expect(page.Page.Locator(".crop-stage")).ToBeHiddenAsync();
        await input.SetInputFilesAsync(Pictures.AsFile(Pictures.Png));
        await Assertions.Expect(page.Page.Locator(".crop-stage")).ToBeVisibleAsync();
        await input.SetInputFilesAsync(Array.Empty<FilePayload>());

        await Assertions.Expect(page.Page.Locator(".crop-stage")).ToBeHiddenAsync();
    }

    [Theory]
    [InlineData("notes.txt", "text/plain", 10, NotAPicture)]
    [InlineData("huge.png", "image/png", (5 * 1024 * 1024) + 1, TooLarge)]
    public async Task Invalid_photo_is_rejected_before_the_upload(string name, string type, int length, string words)
    {
        var page = await app.NewProfileAsync();
        var input = page.Page.Locator("#Photo");
        var held = await page.HoldAsync("/profile/photo");
        held.Release();

        await input.SetInputFilesAsync(Pictures.AsFile(new byte[length], name, type));
        await Assertions.Expect(page.Page.Locator(".photo-dialog .field-invalid .error")).ToHaveTextAsync(words);
        await Assertions.Expect(input).ToHaveAccessibleDescriptionAsync(new System.Text.RegularExpressions.Regex($"{words}$"));
        await Assertions.Expect(input).ToHaveAttributeAsync("aria-invalid", "true");
        await Assertions.Expect(input).ToBeFocusedAsync();
        await Assertions.Expect(page.Page.Locator(".unsaved")).ToBeHiddenAsync();
        Assert.Equal(0, held.Count);
        await page.CheckAsync($"photo-rejected-before-{name}");

        await input.SetInputFilesAsync(Pictures.AsFile(Pictures.Png));
        await Assertions.Expect(page.Page.Locator(".photo-dialog .field-invalid, .photo-dialog .error")).ToHaveCountAsync(0);
        await page.PressAsync("Save picture");
        await Assertions.Expect(page.Page.Locator(".portrait img")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Photo_rejected_by_the_server_is_explained_at_its_field()
    {
        var page = await app.NewProfileAsync();
        await page.Page.Locator("#Photo").SetInputFilesAsync(Pictures.AsFile("<html>"u8.ToArray()));

        await page.PressAsync("Save picture");

        var input = page.Page.Locator("#Photo");
        await Assertions.Expect(input).ToBeFocusedAsync();
        await Assertions.Expect(page.Page).ToHaveURLAsync($"{app.Address}/profile");
        await Assertions.Expect(page.Page).ToHaveTitleAsync("Error: Your profile – AltogicAuth");
        await Assertions.Expect(input).ToHaveAttributeAsync("aria-invalid", "true");
        await Assertions.Expect(page.Page.Locator(".photo-dialog .field-invalid .error")).ToHaveTextAsync(NotAPicture);
        await Assertions.Expect(input).ToHaveAccessibleDescriptionAsync(new System.Text.RegularExpressions.Regex($"{NotAPicture}$"));
        await page.CheckAsync("photo-rejected-after");
    }

    [Fact]
    public async Task Rejected_photo_can_be_submitted_again()
    {
        var page = await app.NewProfileAsync();
        await page.Page.Locator("#Photo").SetInputFilesAsync(Pictures.AsFile("<html>"u8.ToArray()));
        await page.PressAsync("Save picture");
        await Assertions.Expect(page.Page.Locator(".photo-dialog .error")).ToBeVisibleAsync();
        var held = await page.HoldAsync("/profile/photo");

        await page.PressAsync("Save picture");

        held.Release();
        await Assertions.Expect(page.Page.Locator("#Photo")).ToBeFocusedAsync();
        await Assertions.Expect(page.Page.Locator(".photo-dialog .error")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Choosing_another_file_clears_the_photo_error()
    {
        var page = await app.NewProfileAsync();
        var input = page.Page.Locator("#Photo");
        await input.SetInputFilesAsync(Pictures.AsFile("<html>"u8.ToArray()));
        await page.PressAsync("Save picture");
        await Assertions.Expect(page.Page.Locator(".photo-dialog .error")).ToBeVisibleAsync();

        await input.SetInputFilesAsync(Pictures.AsFile(new byte[(5 * 1024 * 1024) + 1]));
        await Assertions.Expect(page.Page.Locator(".photo-dialog .error")).ToHaveTextAsync(TooLarge);

        await input.SetInputFilesAsync(Pictures.AsFile(Pictures.Png));
        await Assertions.Expect(page.Page.Locator(".crop-stage")).ToBeVisibleAsync();
        await Assertions.Expect(page.Page.Locator(".error-summary, .error")).ToHaveCountAsync(0);
        await Assertions.Expect(input).ToHaveAttributeAsync("aria-invalid", "false");
    }

    [Fact]
    public async Task Choosing_a_photo_keeps_the_name_error()
    {
        var page = await app.NewProfileAsync();
        await page.OpenNameFormAsync();
        await page.FillAsync("Name", "");
        await page.PressAsync("Save name");
        await Assertions.Expect(page.Page.Locator("#NameForm_Name-error")).ToBeVisibleAsync();

        await page.Page.Locator("#Photo").SetInputFilesAsync(Pictures.AsFile(Pictures.Png));
        await Assertions.Expect(page.Page.Locator(".crop-stage")).ToBeVisibleAsync();

        await Assertions.Expect(page.Page.Locator("#NameForm_Name-error")).ToBeVisibleAsync();
        await Assertions.Expect(page.Page).ToHaveTitleAsync("Error: Your profile – AltogicAuth");
    }

    [Fact]
    public async Task Upload_shows_its_progress()
    {
        var page = await app.NewProfileAsync();
        var network = await page.Page.Context.NewCDPSessionAsync(page.Page);
        await network.SendAsync("Network.enable");
        await network.SendAsync("Network.emulateNetworkConditions", new Dictionary<string, object>
        {
            ["offline"] = false,
            ["latency"] = 0,
            ["downloadThroughput"] = -1,
            ["uploadThroughput"] = 500_000,
        });
        await page.Page.Locator("#Photo").SetInputFilesAsync(Pictures.AsFile(Pictures.Noise(1200, 1200)));
        var bar = page.Page.GetByRole(AriaRole.Progressbar, new() { Name = "Uploading" });
        await Assertions.Expect(bar).ToBeHiddenAsync();
        await page.Page.EvaluateAsync("""
            () => {
              const bar = document.querySelector('progress');
              window.shares = [];
              new MutationObserver(() => shares.push(bar.value)).observe(bar, { attributeFilter: ['value'] });
            }
            """);

        await page.PressAsync("Save picture");
        await Assertions.Expect(bar).ToBeVisibleAsync();
        await Assertions.Expect(page.Page.Locator(".portrait img")).ToBeVisibleAsync();

        await Assertions.Expect(bar).ToBeHiddenAsync();
        var shares = await page.Page.EvaluateAsync<double[]>("window.shares");
        Assert.True(shares.Length > 2 && shares[0] < 1, string.Join(' ', shares));
        Assert.Equal(shares.Order(), shares);
    }

    // False when the page took what it was given, and the browser has nothing to do about it.
    private static Task<bool> GiveAsync(BrowserPage page, string gesture, string target) => page.Page.EvaluateAsync<bool>($$"""
        ([bytes, selector]) => {
          const data = new DataTransfer();
          data.items.add(new File([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], 'me.png', { type: 'image/png' }));
          const target = document.querySelector(selector);
          return {{gesture}};
        }
        """, new[] { Convert.ToBase64String(Pictures.Png), target });
}
