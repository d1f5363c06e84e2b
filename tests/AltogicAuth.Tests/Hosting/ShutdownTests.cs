using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AltogicAuth.Backend.Testing;
using AltogicAuth.Hosting;
using AltogicAuth.Tests.App;
using AltogicAuth.Tests.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AltogicAuth.Tests.Hosting;

/// <summary>The app as a process of its own: asked for its health, and stopped while it works.</summary>
public sealed class ShutdownTests
{
    [Fact]
    public async Task SIGTERM_ends_readiness_and_lets_requests_finish()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "SIGTERM is for Unix.");
        await using var app = new AppProcess("--urls=http://127.0.0.1:0", "--Shutdown:Drain=00:00:10");
        var (_, address) = await app.StartedAsync();
        Assert.Equal(0, await HealthOfAsync(address));

        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, Expect100ContinueTimeout = Timeout.InfiniteTimeSpan })
        {
            BaseAddress = address,
        };
        var login = await http.GetAsync("/login", TestContext.Current.CancellationToken);
        var page = await Page.ReadAsync("/login", login, await login.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        using var form = new HeldContent(new FormUrlEncodedContent(page.FieldsOf(page.Form("main form"))));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/login") { Content = form, Headers = { ExpectContinue = true } };
        var underWay = http.SendAsync(request, TestContext.Current.CancellationToken);
        await form.AskedFor;

        app.Terminate();
        await Eventually.HappensAsync("readiness goes off", async () =>
            (await http.GetAsync("/healthz/ready", TestContext.Current.CancellationToken)).StatusCode == HttpStatusCode.ServiceUnavailable);
        form.LetGo();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await underWay).StatusCode);
        Assert.Equal(0, (await app.EndedAsync()).ExitCode);
        Assert.Equal(1, await HealthOfAsync(address));
    }

    [Fact]
    public async Task SIGTERM_lets_a_deferred_mail_request_finish()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "SIGTERM is for Unix.");
        await using var backend = new TestApp { OnSocket = true };
        backend.UseKestrel(0);
        backend.StartServer();
        await using var app = new AppProcess("--urls=http://127.0.0.1:0",
            $"--Altogic:EnvUrl={backend.ClientOptions.BaseAddress}e:local", "--Altogic:ClientKey=local-client-key");
        var started = (await app.LinesUntilAsync("App: "))[^1];
        using var http = new HttpClient { BaseAddress = new Uri(started[started.IndexOf("http", StringComparison.Ordinal)..].Split(' ')[0]) };
        var form = await Page.ReadAsync("/forgot-password", new HttpResponseMessage(),
            await http.GetByteArrayAsync("/forgot-password", TestContext.Current.CancellationToken));
        // Whose address waits to be confirmed gets the confirmation instead: two calls, one after the other.
        var user = TestUser.New();
        using var mailbox = new HttpClient { BaseAddress = backend.ClientOptions.BaseAddress, DefaultRequestHeaders = { { "X-Client-Key", "local-client-key" } } };
        (await mailbox.PostAsJsonAsync("/e:local/_api/rest/v1/auth/signup-email", new { email = user.Email, password = user.Password })).EnsureSuccessStatusCode();
        backend.Faults.Add(new Fault("auth/send-reset", FaultKind.Latency, Milliseconds: 3_000));

        await http.PostAsync("/forgot-password", new FormUrlEncodedContent(
            form.FieldsOf(form.Form("main form")).Where(field => field.Key != "Input.Identifier").Append(KeyValuePair.Create("Input.Identifier", user.Email))),
            TestContext.Current.CancellationToken);
        app.Terminate();

        Assert.Equal(0, (await app.EndedAsync()).ExitCode);
        var mails = JsonNode.Parse(await mailbox.GetStringAsync("/e:local/_mail.json", TestContext.Current.CancellationToken))!.AsArray();
        Assert.Equal(["email-confirm", "email-confirm"], mails.Select(mail => mail!["action"]!.ToString()));
    }

    [Fact]
    public void Shutdown_timeout_includes_the_drain()
    {
        var builder = WebApplication.CreateBuilder(["--Shutdown:Drain=00:00:32"]);
        builder.AddHealth();
        using var app = (IDisposable)builder.Build();

        Assert.Equal(TimeSpan.FromSeconds(62), ((WebApplication)app).Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout);
    }

    [Theory]
    [InlineData("-00:00:01")]
    [InlineData("1.00:00:00")]
    [InlineData("soon")]
    public void Invalid_drain_stops_the_start_and_is_named(string drain)
    {
        using var app = new TestApp { Settings = { ["Shutdown:Drain"] = drain } };

        Assert.Contains("Shutdown:Drain", Assert.ThrowsAny<Exception>(() => app.Server).Message);
    }

    private static async Task<int> HealthOfAsync(Uri address)
    {
        await using var question = new AppProcess("--health", $"--urls={address}");
        return (await question.EndedAsync()).ExitCode;
    }
}
