using AltogicAuth.Backend.Accounts;
using AltogicAuth.Backend.Hosting.Commands;
using AltogicAuth.Tests.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AltogicAuth.Backend.Tests.Sms;

/// <summary>SMS over HTTP to a server that takes the place of Twilio.</summary>
public sealed class SmsDeliveryTests : IAsyncLifetime
{
    private const string Phone = "+905321234567";

    private FakeTwilio _twilio = null!;

    public async ValueTask InitializeAsync() => _twilio = await FakeTwilio.StartAsync();

    public ValueTask DisposeAsync() => _twilio.DisposeAsync();

    [Theory]
    [InlineData("Sms:From", "+15005550006", "From")]
    [InlineData("Sms:MessagingServiceSid", "MG1", "MessagingServiceSid")]
    public async Task Code_is_sent_with_the_sender_of_the_settings(string setting, string sender, string field)
    {
        await using var backend = await StartAsync(("Sms:From", null), (setting, sender));

        await SignUpAsync(backend);

        var sms = await NextAsync();
        var copy = Assert.Single(await backend.NewCaller().SmsAsync(Phone));
        Assert.Equal(["To", "Body", field], sms.Keys);
        Assert.Equal((Phone, (string?)copy["text"], sender), ((string?)sms["To"], (string?)sms["Body"], (string?)sms[field]));
        await IsDoneAsync(backend);
        Assert.DoesNotContain(backend.Log.Lines, line => line.Text.Contains(FakeTwilio.AuthToken) || line.Text.Contains(Phone) || line.Text.Contains((string)copy["code"]!));
    }

    [Fact]
    public async Task Permanently_rejected_SMS_is_given_up()
    {
        _twilio.Respond = () => Task.FromResult(FakeTwilio.Reject(400, 21211));
        await using var backend = await StartAsync();

        await SignUpAsync(backend);

        await IsLoggedAsync(backend, "An SMS is given up: phone-confirm, attempt 1, 400 21211");
        Assert.Equal((1, 0), (_twilio.Attempts, Waiting(backend)));
        Assert.DoesNotContain(backend.Log.Lines, line => line.Text.Contains(Phone));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(429)]
    [InlineData(503)]
    public async Task Temporarily_rejected_SMS_is_sent_later(int status)
    {
        _twilio.Respond = () => Task.FromResult(FakeTwilio.Reject(status, 20001));
        await using var backend = await StartAsync();
        await SignUpAsync(backend);
        await IsLoggedAsync(backend, $"phone-confirm, {status} 20001");
        _twilio.Respond = () => Task.FromResult(FakeTwilio.Accept());

        backend.Clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(Phone, (string?)(await NextAsync())["To"]);
        await IsDoneAsync(backend);
        Assert.Equal(2, _twilio.Attempts);
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("{")]
    [InlineData("[1]")]
    public async Task Error_that_is_not_JSON_is_reported_by_its_status(string body)
    {
        _twilio.Respond = () => Task.FromResult(Results.Text(body, statusCode: 400));
        await using var backend = await StartAsync();

        await SignUpAsync(backend);

        await IsLoggedAsync(backend, "An SMS is given up: phone-confirm, attempt 1, 400");
    }

    [Fact]
    public async Task Slow_server_is_cut_off_after_ten_seconds()
    {
        var released = new TaskCompletionSource<IResult>();
        _twilio.Respond = () => released.Task;
        await using var backend = await StartAsync();
        await SignUpAsync(backend);
        await Eventually.HappensAsync("the SMS came in", () => Task.FromResult(_twilio.Attempts == 1));

        backend.Clock.Advance(TimeSpan.FromSeconds(10));

        await IsLoggedAsync(backend, "An SMS was not sent, and will be attempted again");
        Assert.Equal(1, Waiting(backend));
        released.SetResult(FakeTwilio.Reject(500, 1));
    }

    [Fact]
    public async Task Unreachable_server_delays_the_SMS_and_the_call_succeeds()
    {
        await using var backend = await StartAsync();
        await _twilio.DisposeAsync();

        await SignUpAsync(backend);

        await IsLoggedAsync(backend, "An SMS was not sent, and will be attempted again");
        Assert.Equal(1, Waiting(backend));
    }

    [Fact]
    public async Task Expired_code_is_never_sent()
    {
        _twilio.Respond = () => Task.FromResult(FakeTwilio.Reject(503, 1));
        await using var backend = await StartAsync(("CodeLifetime", "00:01:00"));
        await SignUpAsync(backend);
        await IsLoggedAsync(backend, "An SMS was not sent, and will be attempted again");

        backend.Clock.Advance(TimeSpan.FromMinutes(1));

        await IsLoggedAsync(backend, "An SMS is given up: phone-confirm, attempt 2, the code expired");
        Assert.Equal((1, 0), (_twilio.Attempts, Waiting(backend)));
    }

    [Fact]
    public async Task Used_or_replaced_code_is_not_sent()
    {
        _twilio.Respond = () => Task.FromResult(FakeTwilio.Reject(503, 1));
        await using var backend = await StartAsync();
        var ann = backend.NewCaller();
        await SignUpAsync(backend);
        await IsLoggedAsync(backend, "An SMS was not sent, and will be attempted again");

        await ann.PostByPhoneAsync("resend-code", Phone);
        Assert.Equal(1, Waiting(backend));
        await ann.PostByPhoneAsync("verify-phone", Phone, await ann.CodeAsync(Phone, "phone-confirm"));

        Assert.Equal(0, Waiting(backend));
    }

    [Theory]
    [InlineData("+902121234567", "kind")] // a landline
    [InlineData("+18005550123", "kind")] // toll-free
    [InlineData("+19005550123", "kind")] // premium rate
    [InlineData("+15555555555", "country")] // in no numbering plan
    [InlineData("+4915123456789", "country")] // not an allowed one
    [InlineData("+88161234567", "country")] // satellite
    [InlineData("+979123456789", "country")] // international premium rate
    [InlineData("+999123456", "unknown-country")]
    public async Task Number_that_is_not_sent_to_gets_the_same_response(string phone, string reason)
    {
        await using var backend = await StartAsync();

        var withheld = await SignUpAsync(backend, phone);
        var sent = await SignUpAsync(backend);

        await NextAsync();
        Assert.Equal(
            sent.Json!.AsObject().Select(member => (member.Key, member.Value is null)), withheld.Json!.AsObject().Select(member => (member.Key, member.Value is null)));
        Assert.Contains(backend.Log.Lines, line => line.Text.StartsWith($"An SMS was not sent: phone-confirm, {reason}, country prefix", StringComparison.Ordinal));
        Assert.DoesNotContain(backend.Log.Lines, line => line.Text.Contains(phone));
        Assert.Equal(1, _twilio.Attempts);
        Assert.Single(await backend.NewCaller().SmsAsync(phone));
    }

    [Fact]
    public async Task Withheld_code_does_not_exist_where_the_inbox_is_off()
    {
        await using var backend = await BackendHost.StartAsync(
            environment: "Production", wire: _twilio.Wire,
            settings: [.. BackendHost.Production, .. FakeTwilio.Settings, ("Phone", "true"), ("Mailbox", "false"), ("Smtp:Host", "localhost"), ("Smtp:From", "no-reply@example.test")]);

        await SignUpAsync(backend, "+902121234567");

        Assert.Empty(backend.Sql("select id from codes"));
        Assert.Empty(backend.Sql("select id from outbox"));
        await SignUpAsync(backend);
        await NextAsync();
    }

    [Theory]
    [InlineData("Sms:MaxPerNumber", "sms-number", Phone, Phone)]
    [InlineData("Sms:MaxPerNetwork", "sms-network", Phone, "+905321234568")]
    [InlineData("Sms:MaxPerCountry", "sms-country", Phone, "+905321234568")]
    [InlineData("Sms:DailyBudget", "sms-budget", Phone, "+12025550123")]
    public async Task Limit_withholds_an_SMS_for_24_hours(string setting, string reason, string first, string second)
    {
        await using var backend = await StartAsync((setting, "1"));
        await SignUpAsync(backend, first);
        await NextAsync();

        var withheld = first == second ? await backend.NewCaller().PostByPhoneAsync("resend-code", second) : await SignUpAsync(backend, second);

        Assert.Equal(200, withheld.Status);
        await IsLoggedAsync(backend, $"phone-confirm, {reason}, country prefix");
        Assert.Equal(0, Waiting(backend));
        backend.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(200, (await backend.NewCaller().PostByPhoneAsync("resend-code", second)).Status);
        await Eventually.HappensAsync("another SMS", () => Task.FromResult(_twilio.Messages.Count == 2));
    }

    [Fact]
    public async Task Locked_number_gets_no_SMS()
    {
        await using var backend = await StartAsync();
        await SignUpAsync(backend);
        await NextAsync();
        backend.Sql($"insert into wrong_codes (phone, started_at, count) values ('{Phone}', {backend.Clock.GetUtcNow().ToUnixTimeMilliseconds()}, {Codes.MaxWrongPerNumber})");

        await backend.NewCaller().PostByPhoneAsync("resend-code", Phone);

        await IsLoggedAsync(backend, "phone-confirm, locked, country prefix 90");
        Assert.Equal(1, _twilio.Attempts);
    }

    [Theory]
    [InlineData(14, true)]
    [InlineData(15, false)]
    public async Task Low_share_of_used_codes_is_warned_of(int used, bool isWarned)
    {
        await using var backend = await BackendHost.StartAsync();
        var usage = backend.Services.GetRequiredService<CodeUsage>();
        Enumerable.Range(0, CodeUsage.MinCodes).ToList().ForEach(_ => usage.Created());
        Enumerable.Range(0, used).ToList().ForEach(_ => usage.Used());
        backend.Clock.Advance(CodeUsage.Window);

        usage.Created();

        Assert.Equal(isWarned, backend.Log.Lines.Any(line => line.Text.StartsWith($"Few codes were used: {used} of 50", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Check_asks_Twilio_for_the_account()
    {
        await using var right = await StartAsync();
        await using var wrong = await StartAsync(("Sms:AuthToken", "wrong"));
        await using var off = await BackendHost.StartAsync();

        Assert.Null(await CheckAsync(right));
        Assert.Equal("Backend:Sms: the account at Twilio cannot be used. 401 20003", await CheckAsync(wrong));
        Assert.Null(await CheckAsync(off));
        Assert.Equal(0, _twilio.Attempts);
    }

    private static Task<string?> CheckAsync(BackendHost backend) => backend.Services.GetServices<ICheck>().Single(check => check.Name == "sms").FindProblemAsync();

    private Task<BackendHost> StartAsync(params (string, string?)[] settings) =>
        BackendHost.StartAsync(wire: _twilio.Wire, settings: [.. FakeTwilio.Settings, .. settings]);

    private static async Task<ApiResult> SignUpAsync(BackendHost backend, string phone = Phone)
    {
        var result = await backend.NewCaller().PostAsync("auth/signup-phone", new { phone, password = "secret phrase" });
        Assert.Equal(200, result.Status);
        return result;
    }

    private Task<IFormCollection> NextAsync() => Eventually.FindAsync("an SMS", () => Task.FromResult(_twilio.Messages.FirstOrDefault()));

    private static int Waiting(BackendHost backend) => Convert.ToInt32(backend.Sql("select count(*) from outbox")[0][0], null);

    private static Task IsDoneAsync(BackendHost backend) => Eventually.HappensAsync("the outbox is empty", () => Task.FromResult(Waiting(backend) == 0));

    private static Task IsLoggedAsync(BackendHost backend, string text) =>
        Eventually.HappensAsync(text, () => Task.FromResult(backend.Log.Lines.Any(line => line.Text.Contains(text))));
}
