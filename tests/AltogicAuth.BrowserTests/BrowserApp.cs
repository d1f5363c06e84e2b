using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AltogicAuth.Backend.Testing;
using AltogicAuth.Tests.App;
using AltogicAuth.Tests.Shared;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(AltogicAuth.BrowserTests.BrowserApp))]

namespace AltogicAuth.BrowserTests;

/// <summary>The app on a real port, and Chromium in front of it. Without Chromium the tests say so and are skipped.</summary>
public class BrowserApp : WebApplicationFactory<Program>, IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("altogic-auth-browser-");
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public string Address { get; private set; } = "";

    public TestClock Clock { get; } = new();

    /// <summary>Settings on top of those that every test has.</summary>
    protected Dictionary<string, string> Settings { get; } = [];

    public async ValueTask InitializeAsync()
    {
        UseKestrel(0);
        StartServer();
        Address = ClientOptions.BaseAddress.AbsoluteUri.TrimEnd('/');
        if (Chromium() is { } chromium)
        {
            // Generous: a slow machine must not fail a test.
            Assertions.SetDefaultExpectTimeout(60_000);
            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
            {
                ExecutablePath = chromium,
                Args =
                [
                    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                    "--disable-component-update", "--disable-sync",
                ],
            });
        }
    }

    /// <summary>A page in a browser profile of its own.</summary>
    public async Task<BrowserPage> NewPageAsync(BrowserNewContextOptions? options = null)
    {
        if (_browser is null)
        {
            Optional.SkipOrFail("Chromium was not found. Install it, or name it in CHROMIUM.");
        }

        options ??= new BrowserNewContextOptions();
        options.BaseURL = Address;
        options.Locale ??= "en";
        options.UserAgent ??= $"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{_browser.Version} Safari/537.36";
        var context = await _browser.NewContextAsync(options);
        return new BrowserPage(await context.NewPageAsync());
    }

    /// <summary>The profile of somebody new.</summary>
    public async Task<BrowserPage> NewProfileAsync(BrowserNewContextOptions? options = null)
    {
        var (email, password) = await NewUserAsync();
        var page = await NewPageAsync(options);
        await page.LogInAsync(email, password);
        return page;
    }

    public async Task<Mail> ReadMailAsync(string address, string action)
    {
        using var client = new HttpClient();
        return await Eventually.FindAsync($"the mail {action} to {address}", async () =>
        {
            var mails = await client.GetFromJsonAsync<Mail[]>($"{Address}/e:local/_mail.json", TestContext.Current.CancellationToken);
            return mails!.FirstOrDefault(mail => mail.To == address && mail.Action == action);
        });
    }

    /// <summary>A confirmed user.</summary>
    public async Task<(string Email, string Password)> NewUserAsync(string name = "Ada Lovelace", string? email = null)
    {
        const string password = "a fine long phrase";
        email ??= $"ada-{Guid.NewGuid():N}@example.test";
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("X-Client-Key", "local-client-key");
        var signUp = await client.PostAsJsonAsync($"{Address}/e:local/_api/rest/v1/auth/signup-email", new { email, password, nameOrUserData = name });
        signUp.EnsureSuccessStatusCode();
        await ConfirmAsync(email);
        return (email, password);
    }

    /// <summary>Somebody with more of everything than pages expect.</summary>
    public async Task<(string Email, string Password)> NewExtremeUserAsync()
    {
        const string api = "/e:local/_api/rest/v1/";
        var (email, password) = ($"{Guid.NewGuid():N}{new string('x', 30)}@{string.Join('.', Enumerable.Repeat(new string('y', 45), 4))}.test", "a fine long phrase");
        using var client = new HttpClient { BaseAddress = new Uri(Address) };
        client.DefaultRequestHeaders.Add("X-Client-Key", "local-client-key");
        (await client.PostAsJsonAsync($"{api}auth/signup-email", new { email, password, nameOrUserData = new string('W', 300) })).EnsureSuccessStatusCode();
        await ConfirmAsync(email);
        var grant = await LogInElsewhereAsync(email, password, times: 50);
        client.DefaultRequestHeaders.Add("Session", (string)grant["session"]!["token"]!);
        (await client.PostAsJsonAsync($"{api}db/object/update", new
        {
            id = (string)grant["user"]!["_id"]!,
            model = "users",
            values = new { profilePicture = $"{Address}/e:local/_storage/gone/gone/gone" },
        })).EnsureSuccessStatusCode();
        return (email, password);
    }

    /// <summary>More sessions of the same account. Returns the grant of the last.</summary>
    public async Task<JsonNode> LogInElsewhereAsync(string email, string password, int times)
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("X-Client-Key", "local-client-key");
        JsonNode? grant = null;
        for (var i = 0; i < times; i++)
        {
            var signIn = await client.PostAsJsonAsync($"{Address}/e:local/_api/rest/v1/auth/signin-email", new { email, password });
            grant = JsonNode.Parse(await signIn.Content.ReadAsStringAsync());
        }

        return grant!;
    }

    private async Task ConfirmAsync(string email)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        await Confirmation.CompleteAsync(client, new Uri((await ReadMailAsync(email, "email-confirm")).Link));
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("Backend:DataDirectory", Path.Combine(_data.FullName, "backend"));
        builder.UseSetting("Backend:PasswordIterations", "10");
        // However busy the machine: no time limit of the app's own decides a test.
        builder.UseSetting("Altogic:AttemptTimeout", "00:02:00");
        builder.UseSetting("Altogic:TotalTimeout", "00:05:00");
        builder.UseSetting("DataProtection:KeysDirectory", Path.Combine(_data.FullName, "keys"));
        builder.UseSetting("RateLimits:Enabled", "false");
        builder.UseSetting("Serilog:MinimumLevel:Default", "Fatal");
        foreach (var (key, value) in Settings)
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureServices(services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock)).AddFaultInjection());
    }

    public override async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        await base.DisposeAsync();
        _data.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    private static string? Chromium() =>
        ((string?[])[Environment.GetEnvironmentVariable("CHROMIUM"), "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"])
            .FirstOrDefault(File.Exists);
}

public sealed record Mail(string To, string Action, string Link);
