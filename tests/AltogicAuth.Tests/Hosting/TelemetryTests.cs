using System.Diagnostics;
using AltogicAuth.Tests.App;
using AltogicAuth.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace AltogicAuth.Tests.Hosting;

/// <summary>What the app and its embedded backend export to a collector.</summary>
public sealed class TelemetryTests
{
    [Fact]
    public async Task Exported_account_actions_contain_no_secret_and_no_SQL_value()
    {
        await using var collector = await OtlpCollector.StartAsync();
        var user = TestUser.New("Grace Brewster Hopper");
        var database = PostgreSqlServer.Shared.NewDatabase();
        var app = new TestApp
        {
            Settings =
            {
                ["Backend:Database:Provider"] = "PostgreSql", ["Backend:Database:ConnectionString"] = database, ["Backend:Database:MigrateAtStart"] = "true",
            },
        };
        foreach (var (key, value) in collector.Settings)
        {
            app.Settings[key] = value;
        }

        await using (app)
        {
            await RunAccountActionsAsync(app, user);
            // While the app runs: a queue that has ended has no length.
            Assert.True(app.Services.GetRequiredService<MeterProvider>().ForceFlush());
        }

        PostgreSqlServer.Shared.Drop(database);
        var (traces, metrics) = (collector.Received("traces"), collector.Received("metrics"));
        Assert.All(["/auth-redirect", "access_token=Redacted", "insert into sessions"], text => Assert.Contains(text, traces));
        Assert.All(
            [
                "http.server.request.duration", "db.client.operation.duration", "altogicauth.backend.call.duration", "/_api/rest/v1/auth/signin-email",
                "invalid_sign_in_credentials", "altogicauth.backend.database.duration", "altogicauth.backend.hashing.wait", "altogicauth.backend.hashing.queue",
            ],
            text => Assert.Contains(text, metrics));
        app.Secrets.AssertAbsentFrom([traces, metrics]);
        Assert.DoesNotContain(user.Name, traces + metrics);
    }

    [Fact]
    public async Task Process_exports_its_calls_without_the_values_of_queries()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "SIGTERM is for Unix.");
        await using var collector = await OtlpCollector.StartAsync();
        await using var app = new AppProcess(start => Add(start, collector), "--urls=http://127.0.0.1:0");
        using var http = new HttpClient { BaseAddress = (await app.StartedAsync()).Address };
        var form = await Page.ReadAsync("/forgot-password", new HttpResponseMessage(),
            await http.GetByteArrayAsync("/forgot-password", TestContext.Current.CancellationToken));
        await http.PostAsync("/forgot-password", new FormUrlEncodedContent(
            form.FieldsOf(form.Form("main form")).Where(field => field.Key != "Input.Identifier").Append(KeyValuePair.Create("Input.Identifier", "ada@example.test"))),
            TestContext.Current.CancellationToken);
        app.Terminate();

        Assert.Equal(0, (await app.EndedAsync()).ExitCode);
        var traces = collector.Received("traces");
        Assert.Contains("/auth/send-reset?", traces);
        Assert.DoesNotContain("example.test", traces);
        Assert.Contains("http.client.request.duration", collector.Received("metrics"));
    }

    [Theory]
    [InlineData("", "altogicauth")]
    [InlineData("accounts", "accounts")]
    public async Task Telemetry_has_the_name_of_the_service(string setting, string name)
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var app = new TestApp { Settings = { ["OTEL_SERVICE_NAME"] = setting } };
        foreach (var (key, value) in collector.Settings)
        {
            app.Settings[key] = value;
        }

        Assert.Contains(KeyValuePair.Create("service.name", (object)name), app.Services.GetRequiredService<TracerProvider>().GetResource().Attributes);
    }

    [Fact]
    public async Task Nothing_is_collected_unless_configured()
    {
        await using var app = new TestApp();

        Assert.Null(app.Services.GetService<TracerProvider>());
        Assert.Null(app.Services.GetService<MeterProvider>());
    }

    private static async Task RunAccountActionsAsync(TestApp app, TestUser user)
    {
        var visitor = app.NewVisitor();
        await visitor.RegisterAsync(user);
        await visitor.OpenToTheEndAsync((await app.ReadMailAsync(user.Email, "email-confirm")).Link);
        await visitor.LogOutAsync();
        await visitor.TryLogInAsync(user.Email, "a wrong password");
        await visitor.LogInAsync(user);
        await visitor.SubmitAsync(await visitor.OpenAsync("/profile/password"), "main form",
            ("CurrentPassword", user.Password), ("NewPassword", "a second phrase"));
        await visitor.SubmitAsync(await visitor.OpenAsync("/profile/email"), "main form",
            ("Email", TestUser.New().Email), ("CurrentPassword", "a second phrase"));
        await visitor.LogOutAsync();
        await visitor.SubmitAsync(await visitor.OpenAsync("/forgot-password"), "main form", ("Identifier", user.Email));
        await app.NewVisitor().OpenToTheEndAsync((await app.ReadMailAsync(user.Email, "reset-pwd")).Link);
    }

    private static void Add(ProcessStartInfo start, OtlpCollector collector)
    {
        foreach (var (key, value) in collector.Settings)
        {
            start.Environment[key] = value;
        }
    }
}
