using AltogicAuth.Backend.Accounts;
using AltogicAuth.Backend.Messaging;
using Microsoft.Extensions.DependencyInjection;

namespace AltogicAuth.Backend.Tests;

/// <summary>Codes that are sent to phone numbers: what they look like, what they are good for, and how often they may be guessed.</summary>
public sealed class CodeTests : IAsyncLifetime
{
    private static readonly object NewPassword = new { newPassword = "another phrase" };

    private BackendHost _backend = null!;
    private Caller _ann = null!;
    private string _phone = "";

    public async ValueTask InitializeAsync()
    {
        _backend = await BackendHost.StartAsync();
        (_ann, _phone, _) = await _backend.NewPhoneUserAsync();
    }

    public ValueTask DisposeAsync() => _backend.DisposeAsync();

    [Fact]
    public async Task Code_expires_after_its_lifetime()
    {
        var code = await SendAsync();
        _backend.Clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal((403, "invalid_access_token"), await SignInAsync(code));
    }

    [Fact]
    public async Task Wrong_code_is_rejected_before_the_new_password_is_checked()
    {
        await _ann.PostByPhoneAsync("send-reset-code", _phone);
        var code = await _ann.CodeAsync(_phone, "reset-pwd-code");

        Assert.Equal((403, "invalid_access_token"), Outcome(await _ann.PostByPhoneAsync("reset-pwd-code", _phone, Another(code), new { newPassword = "short" })));
    }

    [Fact]
    public async Task Newer_code_replaces_the_older_one()
    {
        var older = await SendAsync();
        var newer = await SendAsync();

        Assert.Equal((403, "invalid_access_token"), await SignInAsync(older == newer ? Another(newer) : older));
        Assert.Equal((200, null), await SignInAsync(newer));
    }

    [Fact]
    public async Task Code_for_another_purpose_is_rejected_and_counts()
    {
        await _ann.PostByPhoneAsync("send-reset-code", _phone);
        var reset = await _ann.CodeAsync(_phone, "reset-pwd-code");

        for (var i = 0; i < Codes.MaxAttempts; i++)
        {
            Assert.Equal((401, "invalid_token_type"), await SignInAsync(reset));
        }

        Assert.Equal((403, "invalid_access_token"), Outcome(await _ann.PostByPhoneAsync("reset-pwd-code", _phone, reset, NewPassword)));
    }

    [Fact]
    public async Task Sign_in_code_sets_no_password()
    {
        var code = await SendAsync();

        Assert.Equal((401, "invalid_token_type"), Outcome(await _ann.PostByPhoneAsync("reset-pwd-code", _phone, code, NewPassword)));
        Assert.Equal((200, null), await SignInAsync(code));
    }

    [Fact]
    public async Task Code_of_another_number_is_rejected()
    {
        var (_, other, _) = await _backend.NewPhoneUserAsync();
        var code = await SendAsync();
        await _ann.PostByPhoneAsync("send-code", other);

        if (await _ann.CodeAsync(other, "signin-code") != code)
        {
            Assert.Equal((403, "invalid_access_token"), Outcome(await _ann.PostByPhoneAsync("signin-code", other, code)));
        }

        Assert.Equal((200, null), await SignInAsync(code));
    }

    [Fact]
    public async Task Right_code_is_rejected_after_five_wrong_ones()
    {
        var code = await SendAsync();

        await GuessAsync(code, Codes.MaxAttempts);

        Assert.Equal((403, "invalid_access_token"), await SignInAsync(code));
    }

    [Fact]
    public async Task Fifth_attempt_may_be_right()
    {
        var code = await SendAsync();

        await GuessAsync(code, Codes.MaxAttempts - 1);

        Assert.Equal((200, null), await SignInAsync(code));
    }

    [Fact]
    public async Task Attempts_at_once_are_counted_once_each()
    {
        var code = await SendAsync();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => SignInAsync(Another(code))));

        Assert.Equal((403, "invalid_access_token"), await SignInAsync(code));
        Assert.Equal(Codes.MaxAttempts, Convert.ToInt32(_backend.Sql("select count from wrong_codes")[0][0], null));
    }

    [Fact]
    public async Task Twenty_wrong_codes_lock_a_number_for_a_day()
    {
        for (var i = 0; i < Codes.MaxWrongPerNumber / Codes.MaxAttempts; i++)
        {
            await GuessAsync(await SendAsync(), Codes.MaxAttempts);
        }

        // As a wrong code: a response of its own would tell that the number has an account.
        Assert.Equal((403, "invalid_access_token"), await SignInAsync(await SendAsync()));

        _backend.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal((200, null), await SignInAsync(await SendAsync()));
    }

    [Fact]
    public async Task Right_codes_do_not_count_towards_the_lock()
    {
        for (var i = 0; i <= Codes.MaxWrongPerNumber; i++)
        {
            Assert.Equal((200, null), await SignInAsync(await SendAsync()));
        }
    }

    [Fact]
    public async Task Code_is_stored_as_a_keyed_hash()
    {
        var code = await SendAsync();

        var row = Assert.Single(_backend.Sql("select * from codes"));

        Assert.DoesNotContain(code, row.Select(value => value.ToString()));
        var hash = Assert.IsType<byte[]>(row.Single(value => value is byte[]));
        Assert.DoesNotContain(Enumerable.Range(0, 1_000_000).Select(guess => $"{guess:000000}"), guess =>
            System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(guess)).AsSpan().SequenceEqual(hash));
        Assert.DoesNotContain(code, _backend.Log.Lines.Select(line => line.Text));
    }

    [Fact]
    public async Task Code_is_in_no_plain_text_of_the_outbox_or_the_inbox()
    {
        var code = await SendAsync();

        Assert.All(_backend.Sql("select content from mails where channel = 'sms'"), row =>
            Assert.DoesNotContain(code, System.Text.Encoding.Latin1.GetString((byte[])row[0])));
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData("1234567")]
    [InlineData("123 456")]
    [InlineData("١٢٣٤٥٦")]
    [InlineData("abcdef")]
    public async Task Text_that_is_no_code_is_rejected(string text)
    {
        await SendAsync();

        Assert.Equal(text.Length == 0 ? (400, "missing_sms_code") : (403, "invalid_access_token"), await SignInAsync(text));
    }

    [Theory]
    [InlineData("", "missing_phone_number")]
    [InlineData("+12345", "validation_error")]
    [InlineData("+1234567890123456", "validation_error")]
    [InlineData("+0905551234567", "validation_error")]
    [InlineData("905551234567", "validation_error")]
    [InlineData("00905551234567", "validation_error")]
    [InlineData("+90 555 123 45 67", "validation_error")]
    [InlineData("+90555123456x", "validation_error")]
    [InlineData("+1800FLOWERS", "validation_error")]
    [InlineData("+٩٠٥٥٥١٢٣٤٥٦٧", "validation_error")]
    [InlineData("++905551234567", "validation_error")]
    [InlineData("+905551234567\n", "validation_error")]
    [InlineData("long", "validation_error")]
    public async Task Malformed_number_is_rejected_by_every_call(string phone, string code)
    {
        phone = phone == "long" ? $"+{new string('1', 9_999)}" : phone;
        foreach (var call in (string[])["signin-code", "send-code", "verify-phone", "resend-code", "send-reset-code"])
        {
            Assert.Equal((400, code), Outcome(await _ann.PostByPhoneAsync(call, phone, "123456")));
        }

        Assert.Equal((400, code), Outcome(await _ann.PostByPhoneAsync("reset-pwd-code", phone, "123456", NewPassword)));
        Assert.Equal((400, "validation_error"), Outcome(await _ann.PostAsync("auth/signup-phone", new { phone, password = "secret phrase" })));
        Assert.Equal((400, "validation_error"), Outcome(await _ann.PostAsync("auth/signin-phone", new { phone, password = "secret phrase" })));
        Assert.Equal((400, "validation_error"), Outcome(await _ann.PostAsync("auth/change-phone", new { newPhone = phone, currentPassword = "secret phrase" })));
    }

    [Theory]
    [InlineData("+902121234567")]
    [InlineData("+19005550123")]
    [InlineData("+88161234567")]
    [InlineData("+80012345678")]
    [InlineData("+15555555555")]
    [InlineData("+999123")]
    public async Task Inbox_accepts_every_number_of_the_right_form(string phone)
    {
        await _ann.PostAsync("auth/signup-phone", new { phone, password = "secret phrase" });

        Assert.Single(await _ann.SmsAsync(phone));
    }

    [Fact]
    public async Task Plus_that_was_not_encoded_is_read_as_one()
    {
        Assert.Equal(200, (await _ann.PostAsync($"auth/send-code?phone={_phone}")).Status);
        Assert.Equal("signin-code", (string?)(await _ann.SmsAsync(_phone))[0]["action"]);
    }

    [Theory]
    [InlineData("en", "is your login code for AltogicAuth")]
    [InlineData("tr", "AltogicAuth oturum kodunuz")]
    [InlineData("ar", "رمز تسجيل الدخول إلى AltogicAuth")]
    [InlineData("xx", "is your login code for AltogicAuth")]
    public async Task Text_is_in_the_language_of_its_reader_and_ends_with_the_line_for_browsers(string language, string text)
    {
        var reader = _backend.NewCaller();
        reader.Http.DefaultRequestHeaders.Add("Accept-Language", language);
        await reader.PostByPhoneAsync("send-code", _phone);

        var sms = (await reader.SmsAsync(_phone))[0];

        Assert.Contains(text, (string?)sms["text"]);
        Assert.EndsWith($"\n\n@localhost #{sms["code"]}", (string?)sms["text"]);
        Assert.Equal(["action", "code", "sentAt", "text", "to"], sms.AsObject().Select(member => member.Key).Order());
    }

    /// <summary>The alphabet of SMS has 160 characters in one; with any other letter there are 70.</summary>
    [Theory]
    [InlineData("en")]
    [InlineData("tr")]
    public void Shipped_texts_are_one_SMS_each(string language)
    {
        const string alphabet = "@£$¥èéùìòÇ\nØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
        var templates = _backend.Services.GetRequiredService<MailTemplates>();
        foreach (var action in (string[])[CodeAction.ConfirmPhone, CodeAction.SignIn, CodeAction.ResetPassword, CodeAction.ChangePhone])
        {
            var text = templates.RenderSms(action, language, "123456", "accounts.example.com").Text;

            Assert.InRange(text.Length, 1, text.All(alphabet.Contains) ? 160 : 70);
        }
    }

    [Fact]
    public async Task Inbox_and_mailbox_lead_to_each_other()
    {
        Assert.Contains("href=\"/e:local/_sms\"", (await _ann.SendAsync(HttpMethod.Get, "/e:local/_mail")).Body);
        var inbox = (await _ann.SendAsync(HttpMethod.Get, "/e:local/_sms")).Body;
        Assert.Contains("href=\"/e:local/_mail\"", inbox);
        Assert.Contains(_phone, inbox);
        Assert.Empty(await _ann.MailsAsync());
    }

    private async Task<string> SendAsync()
    {
        Assert.Equal(200, (await _ann.PostByPhoneAsync("send-code", _phone)).Status);
        return await _ann.CodeAsync(_phone, "signin-code");
    }

    private async Task GuessAsync(string code, int times)
    {
        for (var i = 0; i < times; i++)
        {
            Assert.Equal((403, "invalid_access_token"), await SignInAsync(Another(code)));
        }
    }

    private async Task<(int, string?)> SignInAsync(string code) => Outcome(await _ann.PostByPhoneAsync("signin-code", _phone, code));

    private static string Another(string code) => code == "000000" ? "000001" : "000000";

    private static (int, string?) Outcome(ApiResult result) => (result.Status, result.Code);
}
