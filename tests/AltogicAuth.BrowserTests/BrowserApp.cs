using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AltogicAuth.Backend.Testing;
using AltogicAuth.Messages;
using AltogicAuth.Tests.App;
using AltogicAuth.Tests.Shared;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(AltogicAuth.BrowserTests.BrowserApp))]
[assembly: AssemblyFixture(typeof(AltogicAuth.BrowserTests.Chromium))]

namespace AltogicAuth.BrowserTests;

/// <summary>The app on a real port.</summary>
public class BrowserApp : WebApplicationFactory<Program>, IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("altogic-auth-browser-");

    public string Address { get; private set; } = "";

    public TestClock Clock { get; } = new();

    public BackendFaults Faults => Services.GetRequiredService<BackendFaults>();

    /// <summary>Settings on top of those that every test has.</summary>
    protected Dictionary<string, string> Settings { get; } = new() { ["Backend:Phone"] = "false" };

    public ValueTask InitializeAsync()
    {
        UseKestrel(0);
        StartServer();
        Address = ClientOptions.BaseAddress.AbsoluteUri.TrimEnd('/');
        return ValueTask.CompletedTask;
    }

    /// <summary>A page in a browser profile of its own.</summary>
    public async Task<BrowserPage> NewPageAsync(BrowserNewContextOptions? options = null)
    {
        options ??= new BrowserNewContextOptions();
        options.BaseURL = Address;
        options.Locale ??= "en";
        return new BrowserPage(await Chromium.NewPageAsync(options));
    }

    /// <summary>The profile page of a new user.</summary>
    public async Task<BrowserPage> NewProfileAsync(BrowserNewContextOptions? options = null)
    {
        var (email, password) = await NewUserAsync();
        var page = await NewPageAsync(options);
        await page.LogInAsync(email, password);
        return page;
    }

    public async Task<Mail> ReadMailAsync(string address, string action)
    {
        using var client = NewClient();
        return await Eventually.FindAsync($"the mail {action} to {address}", async () =>
        {
            var mails = await client.GetFromJsonAsync<Mail[]>("/e:local/_mail.json", TestContext.Current.CancellationToken);
            return mails!.FirstOrDefault(mail => mail.To == address && mail.Action == action);
        });
    }

    /// <summary>A confirmed user.</summary>
    public async Task<(string Email, string Password)> NewUserAsync(string name = "Ada Lovelace", string? email = null)
    {
        const string password = "a fine long phrase";
        email ??= $"ada-{Guid.NewGuid():N}@example.test";
        using var client = NewClient();
        await Registration.SignUpAsync(client, email, password, name);
        await Registration.ConfirmAsync(client, (await ReadMailAsync(email, "email-confirm")).Link);
        return (email, password);
    }

    /// <summary>A user with a name and an address of 300 characters, 50 sessions, and a photo that is gone.</summary>
    public async Task<(string Email, string Password)> NewExtremeUserAsync()
    {
        var (email, password) = await NewUserAsync(
            new string('W', 300), $"{Guid.NewGuid():N}{new string('x', 30)}@{string.Join('.', Enumerable.Repeat(new string('y', 45), 4))}.test");
        var grant = await LogInElsewhereAsync(email, password, times: 50);
        using var client = NewClient();
        using var update = Registration.NewRequest(HttpMethod.Post, "db/object/update", new
        {
            id = (string)grant["user"]!["_id"]!,
            model = "users",
            values = new { profilePicture = $"{Address}/e:local/_storage/gone/gone/gone" },
        });
        update.Headers.Add("Session", (string)grant["session"]!["token"]!);
        (await client.SendAsync(update)).EnsureSuccessStatusCode();
        return (email, password);
    }

    /// <summary>More sessions of the same account. Returns the grant of the last.</summary>
    public async Task<JsonNode> LogInElsewhereAsync(string email, string password, int times)
    {
        using var client = NewClient();
        JsonNode? grant = null;
        for (var i = 0; i < times; i++)
        {
            using var request = Registration.NewRequest(HttpMethod.Post, "auth/signin-email", new { email, password });
            using var signIn = await client.SendAsync(request);
            grant = JsonNode.Parse(await signIn.Content.ReadAsStringAsync());
        }

        return grant!;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("Serilog:MinimumLevel:Default", "Fatal");
        builder.UseTestSettings(_data, Settings);
        builder.ConfigureServices(services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock)).AddFaultInjection());
        Clock.ReplaceTimers(ResponsePadding.MinimumDuration, () => Services.GetRequiredService<ResponsePadding>().WhenAllCompletedAsync());
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _data.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    protected HttpClient NewClient() => new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(Address) };
}

public sealed record Mail(string To, string Action, string Link);
