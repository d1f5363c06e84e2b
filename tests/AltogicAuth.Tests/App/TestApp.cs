using System.Net.Http.Json;
using AltogicAuth.Backend.Testing;
using AltogicAuth.Messages;
using AltogicAuth.Tests.Shared;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;
using Serilog.Core;

namespace AltogicAuth.Tests.App;

/// <summary>The whole app in memory, with our backend behind it, over https://localhost.</summary>
public class TestApp : WebApplicationFactory<Program>
{
    private readonly DirectoryInfo _own = Directory.CreateTempSubdirectory("altogic-auth-");

    /// <summary>Where the app keeps what outlives it; a directory of its own unless set.</summary>
    public DirectoryInfo DataDirectory { get => field ?? _own; init; }

    /// <summary>Settings on top of those that every test has.</summary>
    public Dictionary<string, string> Settings { get; } = [];

    /// <summary>All that was logged, from Debug on.</summary>
    public TestLog Log { get; } = new();

    /// <summary>What may not be in it: that is looked at when the app ends.</summary>
    public Secrets Secrets { get; } = new();

    /// <summary>A last change to what is registered.</summary>
    public Action<IServiceCollection>? Wire { get; init; }

    /// <summary>
    /// Whether a page that asks for a mail responds after its fixed time. Else it responds when the backend has: no test waits
    /// longer than it has to, and the speed of the machine does not decide the response.
    /// </summary>
    public bool PadsResponses { get; init; }

    /// <summary>On a real port instead of in memory: call <c>UseKestrel</c> and <c>StartServer</c>.</summary>
    public bool OnSocket { get; init; }

    public TestClock Clock { get; init; } = new();

    public BackendFaults Faults => Services.GetService<BackendServer>()?.Faults ?? Services.GetRequiredService<BackendFaults>();

    /// <summary>A browser of its own: an empty cookie jar, no redirect followed.</summary>
    public Visitor NewVisitor(string userAgent = Visitor.Chrome) => new(this, userAgent);

    /// <summary>A confirmed user with a session nowhere.</summary>
    public Task<TestUser> NewUserAsync(string? name = null) => NewUserAsync(TestUser.New(name));

    public async Task<TestUser> NewUserAsync(TestUser user)
    {
        await SignUpAsync(user);
        await ConfirmAsync(user.Email);
        return user;
    }

    /// <summary>Confirms an address by its mailed link, in no browser of anybody, and leaves no session.</summary>
    public async Task ConfirmAsync(string email)
    {
        using var client = CreateBareClient();
        Secrets.Add(await Registration.ConfirmAsync(client, (await ReadMailAsync(email, "email-confirm")).Link));
    }

    /// <summary>A user whose address waits to be confirmed.</summary>
    public async Task<TestUser> NewUnconfirmedUserAsync(TestUser? like = null)
    {
        var user = like ?? TestUser.New();
        await SignUpAsync(user);
        return user;
    }

    /// <summary>Somebody at their profile.</summary>
    public async Task<(Visitor Visitor, TestUser User)> NewLoggedInAsync(string? name = null)
    {
        var user = await NewUserAsync(name);
        var visitor = NewVisitor();
        await visitor.LogInAsync(user);
        return (visitor, user);
    }

    /// <summary>Newest first. Some are sent behind the response to a user who asked for them: they count.</summary>
    public async Task<IReadOnlyList<Mail>> MailsToAsync(string address)
    {
        await Services.GetRequiredService<ResponsePadding>().WhenAllCompletedAsync();
        var mails = await CreateBareClient().GetFromJsonAsync<Mail[]>("/e:local/_mail.json");
        Array.ForEach(mails!, mail => Secrets.AddFromLink(mail.Link));
        return [.. mails!.Where(mail => mail.To == address)];
    }

    /// <summary>The newest mail of its kind. Mails are sent behind the response, so this waits until it has come.</summary>
    public Task<Mail> ReadMailAsync(string address, string action) => Eventually.FindAsync($"the mail {action} to {address}",
        async () => (await MailsToAsync(address)).FirstOrDefault(mail => mail.Action == action));

    /// <summary>Newest first, as with mails.</summary>
    public async Task<IReadOnlyList<Sms>> TextsToAsync(string number)
    {
        await Services.GetRequiredService<ResponsePadding>().WhenAllCompletedAsync();
        var texts = await CreateBareClient().GetFromJsonAsync<Sms[]>("/e:local/_sms.json");
        return [.. texts!.Where(text => text.To == number)];
    }

    /// <summary>The newest code of its kind.</summary>
    public async Task<string> ReadCodeAsync(string number, string action) => (await Eventually.FindAsync($"the code {action} to {number}",
        async () => (await TextsToAsync(number)).FirstOrDefault(text => text.Action == action))).Code;

    /// <summary>A user with a number that is confirmed, without an address, and with a session nowhere.</summary>
    public async Task<TestUser> NewPhoneUserAsync(string? name = null)
    {
        var user = TestUser.New(name) with { Email = TestPhone.New() };
        var visitor = NewVisitor();
        var page = await visitor.FollowAsync(await visitor.RegisterAsync(user));
        await visitor.SubmitAsync(page, "main form", ("Code", await ReadCodeAsync(user.Email, "phone-confirm")));
        await visitor.LogOutAsync();
        return user;
    }

    /// <summary>Follows no redirect and keeps no cookies.</summary>
    public HttpClient CreateBareClient() => new(NewHandler()) { BaseAddress = new Uri("https://localhost") };

    public HttpMessageHandler NewHandler() =>
        Services.GetService<BackendServer>() is { } backend ? backend.NewHandler(Server.CreateHandler()) : Server.CreateHandler();

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("Backend:PublicUrl", "https://localhost/e:local");
        builder.UseSetting("Serilog:MinimumLevel:Default", "Debug");
        foreach (var quiet in (string[])["Microsoft.AspNetCore", "System.Net.Http", "Polly"])
        {
            builder.UseSetting($"Serilog:MinimumLevel:Override:{quiet}", "Debug");
        }

        var server = BackendServer.IsWanted && !Settings.ContainsKey("Altogic:EnvUrl") ? new BackendServer(DataDirectory, Settings, Clock) : null;
        builder.UseTestSettings(DataDirectory, [.. server?.SiteSettings ?? [], .. Settings]);
        builder.ConfigureServices(services =>
        {
            services.AddSingleton<ILogEventFilter>(Log);
            if (server is not null)
            {
                // Registered by a factory, the container also ends it.
                services.AddSingleton(_ => server);
            }

            services.AddFaultInjection();
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
            if (!PadsResponses)
            {
                Clock.ReplaceTimers(ResponsePadding.MinimumDuration, () => Services.GetRequiredService<ResponsePadding>().WhenAllCompletedAsync());
            }

            services.PostConfigureAll<HttpClientFactoryOptions>(options => options.HttpMessageHandlerBuilderActions.Add(handler =>
            {
                if (handler.Name?.StartsWith("Otlp", StringComparison.Ordinal) == true)
                {
                    // An exporter, which reaches a collector by the network.
                    return;
                }

                handler.PrimaryHandler = OnSocket || server is not null ? handler.PrimaryHandler : Server.CreateHandler();
                handler.AdditionalHandlers.Insert(0, Secrets.Tap());
            }));

            Wire?.Invoke(services);
        });
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
        Secrets.AssertAbsentFrom(Log.Lines);
        TestContext.Current.SendDiagnosticMessage("{0} lines searched for {1} secrets", Log.Events.Count, Secrets.Count);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && _own.Exists)
        {
            TestDatabase.Delete(Path.Combine(_own.FullName, "backend"));
            _own.Delete(recursive: true);
        }
    }

    private async Task SignUpAsync(TestUser user)
    {
        Secrets.Add(user.Email);
        Secrets.Add(user.Password);
        using var client = CreateBareClient();
        await Registration.SignUpAsync(client, user.Email, user.Password, user.Name);
    }
}

public sealed record TestUser(string Name, string Email, string Password)
{
    public static TestUser New(string? name = null)
    {
        var id = Guid.NewGuid().ToString("N");
        return new TestUser(name ?? "Ada Lovelace", $"ada-{id}@example.test", $"phrase {id[..12]}");
    }
}

public sealed record Sms(string To, string Action, string Code, string Text, DateTimeOffset SentAt);

public sealed record Mail(string To, string Subject, string Action, string Link, DateTimeOffset Time, string Html, string Text);
