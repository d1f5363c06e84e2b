using AltogicAuth.Tests.Shared;
using Microsoft.Playwright;

namespace AltogicAuth.BrowserTests;

/// <summary>One browser for all tests. Without Chromium they are skipped.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static IBrowser? _browser;
    private IPlaywright? _playwright;

    public async ValueTask InitializeAsync()
    {
        if (Find() is not { } path)
        {
            return;
        }

        // A slow machine does not decide a test.
        Assertions.SetDefaultExpectTimeout(60_000);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = path,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
                "--renderer-process-limit=1", // pages reuse their process: a sixth less CPU
            ],
        });
    }

    public static async Task<IPage> NewPageAsync(BrowserNewContextOptions options)
    {
        if (_browser is null)
        {
            Optional.SkipOrFail("Chromium was not found. Install it, or name it in CHROMIUM.");
        }

        options.UserAgent ??= $"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{_browser.Version} Safari/537.36";
        var context = await _browser.NewContextAsync(options);
        return await context.NewPageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    private static string? Find() =>
        ((string?[])[Environment.GetEnvironmentVariable("CHROMIUM"), "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"])
            .FirstOrDefault(File.Exists);
}
