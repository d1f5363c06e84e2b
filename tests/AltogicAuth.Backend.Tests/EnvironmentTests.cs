using AltogicAuth.Backend.Development;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AltogicAuth.Backend.Tests;

/// <summary>What exists in Development only, and what has to be set elsewhere.</summary>
public sealed class EnvironmentTests
{
    [Theory]
    [InlineData("ClientKey", null, "Backend:ClientKey is empty.")]
    [InlineData("ClientKey", " , ", "Backend:ClientKey is empty.")]
    [InlineData("ClientKey", "local-client-key", "Backend:ClientKey is the one of Development")]
    [InlineData("ClientKey", "another-key, local-client-key", "Backend:ClientKey is the one of Development")]
    [InlineData("Mailbox", null, "Backend:Smtp:Host is missing and Backend:Mailbox is off")]
    [InlineData("Mailbox", "false", "Backend:Smtp:Host is missing and Backend:Mailbox is off")]
    [InlineData("Sms:Provider", "Twilio", "Backend:Sms:AllowedCountries is missing")]
    [InlineData("PublicUrl", null, "Backend:PublicUrl is missing")]
    [InlineData("PublicUrl", "http://backend.example.test/e:local", "Backend:PublicUrl must be https")]
    [InlineData("PublicUrl", "https://backend.example.test", "Backend:RedirectUrl is missing")]
    [InlineData("RedirectUrl", "http://site.example.test/auth-redirect", "Backend:RedirectUrl must be https")]
    public async Task Unsafe_setting_stops_the_start_outside_Development(string setting, string? value, string problem)
    {
        (string, string?)[] account = setting == "Sms:Provider" ? [("Sms:AccountSid", "AC1"), ("Sms:AuthToken", "x"), ("Sms:From", "+15005550006")] : [];
        var rejected = await Assert.ThrowsAsync<OptionsValidationException>(() =>
            BackendHost.StartAsync(environment: "Production", settings: [.. BackendHost.Production, .. account, (setting, value)]));

        Assert.StartsWith(problem, Assert.Single(rejected.Failures));
    }

    [Fact]
    public async Task Phone_outside_Development_needs_a_way_to_deliver_codes()
    {
        var rejected = await Assert.ThrowsAsync<OptionsValidationException>(() => BackendHost.StartAsync(
            environment: "Production",
            settings: [.. BackendHost.Production, ("Phone", "true"), ("Mailbox", "false"), ("Smtp:Host", "localhost"), ("Smtp:From", "no-reply@example.test")]));

        Assert.StartsWith("Backend:Sms:Provider is missing and Backend:Mailbox is off", Assert.Single(rejected.Failures));
    }

    [Theory]
    [InlineData("RedirectUrl", "https://site.example.test/auth-redirect")]
    [InlineData("RedirectUrl", "http://localhost:5080/auth-redirect")]
    [InlineData("RedirectUrl", "myapp://auth/redirect")]
    [InlineData("PublicUrl", "http://127.0.0.1:5090/e:local")]
    [InlineData("ClientKey", "new-key,old-key")]
    public async Task Safe_setting_is_accepted_outside_Development(string setting, string value)
    {
        await using var backend = await BackendHost.StartAsync(environment: "Production", settings: [.. BackendHost.Production, (setting, value)]);

        Assert.Equal(200, (await backend.NewCaller().SendAsync(HttpMethod.Get, "/e:local/_mail")).Status);
    }

    [Theory]
    [InlineData("PublicApi", "false", "Backend:ApiKey is empty")]
    [InlineData("ApiKey", "ä", "Backend:ApiKey must have visible ASCII characters only.")]
    [InlineData("AllowedOrigins", "https://app.example.test/", "Backend:AllowedOrigins: 'https://app.example.test/' is not an origin")]
    [InlineData("AllowedOrigins", "https://app.example.test, *", "Backend:AllowedOrigins: '*' is not an origin")]
    [InlineData("Storage:Provider", "S3", "Backend:Storage:S3:Endpoint, Backend:Storage:S3:Bucket, Backend:Storage:S3:AccessKey")]
    [InlineData("Storage:S3:Bucket", "files", "Backend:Storage:S3:Endpoint, Backend:Storage:S3:AccessKey, Backend:Storage:S3:SecretKey must be set for S3.")]
    [InlineData("Storage:S3:Endpoint", "s3.example.test", "Backend:Storage:S3:Endpoint must be an http or https address")]
    [InlineData("Storage:MaxBytesPerUser", "0", "Backend:Storage:MaxBytesPerUser must be 1 or more.")]
    [InlineData("Storage:MaxTotalBytes", "0", "Backend:Storage:MaxTotalBytes must be 1 or more.")]
    [InlineData("Sms:AuthToken", "x", "Backend:Sms:Provider is missing beside the account")]
    [InlineData("Sms:AllowedCountries", "TR, turkey", "Backend:Sms:AllowedCountries: 'turkey' is not a country")]
    [InlineData("Sms:AllowedCountries", "001", "Backend:Sms:AllowedCountries: '001' is not a country")]
    [InlineData("Sms:DailyBudget", "0", "Backend:Sms:DailyBudget must be 1 or more.")]
    [InlineData("Sms:MaxPerNumber", "-1", "Backend:Sms:MaxPerNumber must be 1 or more.")]
    public async Task Invalid_setting_stops_the_start_in_every_environment(string setting, string value, string problem)
    {
        var rejected = await Assert.ThrowsAsync<OptionsValidationException>(() => BackendHost.StartAsync(settings: [(setting, value)]));

        Assert.StartsWith(problem, Assert.Single(rejected.Failures));
    }

    [Theory]
    [InlineData("AccountSid", "", "Backend:Sms:AccountSid must be the SID")]
    [InlineData("AccountSid", "../AC1", "Backend:Sms:AccountSid must be the SID")]
    [InlineData("AuthToken", "", "Backend:Sms:AuthToken is missing.")]
    [InlineData("From", "", "One of Backend:Sms:From and Backend:Sms:MessagingServiceSid must be set")]
    [InlineData("MessagingServiceSid", "MG1", "One of Backend:Sms:From and Backend:Sms:MessagingServiceSid must be set")]
    public async Task Incomplete_account_for_SMS_stops_the_start(string setting, string value, string problem)
    {
        var rejected = await Assert.ThrowsAsync<OptionsValidationException>(() => BackendHost.StartAsync(settings:
            [("Sms:Provider", "Twilio"), ("Sms:AccountSid", "AC1"), ("Sms:AuthToken", "x"), ("Sms:From", "+15005550006"), ($"Sms:{setting}", value)]));

        Assert.StartsWith(problem, Assert.Single(rejected.Failures));
    }

    [Theory]
    [InlineData("Development", 0)]
    [InlineData("Production", 1)]
    public async Task Open_mailbox_outside_Development_is_warned_of_at_every_start(string environment, int warnings)
    {
        await using var backend = await BackendHost.StartAsync(environment: environment, settings: BackendHost.Production);

        Assert.Equal(warnings, backend.Log.Lines.Count(line =>
            line.Level == LogLevel.Warning && line.Text.Contains("https://backend.example.test/e:local/_mail")));
    }

    [Theory]
    [InlineData("/_mail")]
    [InlineData("/_mail/")]
    [InlineData("/_mail.json")]
    [InlineData("/_MAIL.JSON")]
    [InlineData("/%5Fmail.json")]
    [InlineData("//_mail.json")]
    [InlineData("/_mail/1")]
    [InlineData("/_mail/1/html")]
    [InlineData("/_sms")]
    [InlineData("/_sms.json")]
    [InlineData("/_SMS.JSON")]
    public async Task Mailbox_that_is_off_is_not_there(string path)
    {
        await using var backend = await BackendHost.StartAsync(settings: [("Mailbox", "false")]);
        await backend.NewCaller().PostAsync("auth/signup-email", new { email = "ann@example.test", password = "secret phrase" });

        Assert.Equal(404, (await backend.NewCaller().SendAsync(HttpMethod.Get, $"/e:local{path}")).Status);
    }

    [Theory]
    [InlineData("Development", null, true)]
    [InlineData("Development", "false", false)]
    [InlineData("Production", null, false)]
    [InlineData("Production", "true", false)]
    [InlineData("Staging", "true", false)]
    public async Task Demo_user_exists_in_Development_only(string environment, string? setting, bool isThere)
    {
        var data = Directory.CreateTempSubdirectory("altogic-backend-demo-");
        try
        {
            // The directory may come from Development, demo user included.
            await (await BackendHost.StartAsync(data)).DisposeAsync();

            (string, string?)[] settings = setting is null ? [] : [("DemoUser", setting)];
            await using var backend = await BackendHost.StartAsync(data, environment, settings: [.. BackendHost.Production, .. settings]);
            var signIn = await backend.NewCaller().PostAsync("auth/signin-email", new { email = DemoUser.Email, password = DemoUser.Password });

            Assert.Equal(isThere ? 200 : 401, signIn.Status);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("LinkLifetime", "-01:00:00")]
    [InlineData("LinkLifetime", "00:00:59")]
    [InlineData("MagicLinkLifetime", "00:00:00")]
    [InlineData("MagicLinkLifetime", "8.00:00:00")]
    [InlineData("AccessTokenLifetime", "-00:10:00")]
    [InlineData("AccessTokenLifetime", "10675199.00:00:00")]
    public async Task Impossible_lifetime_stops_the_start(string setting, string value)
    {
        var rejected = await Assert.ThrowsAsync<OptionsValidationException>(() => BackendHost.StartAsync(settings: [(setting, value)]));

        Assert.EndsWith($"'Backend:{setting} must be a time from 00:01:00 to 7.00:00:00.'.", Assert.Single(rejected.Failures));
    }
}
