using AltogicAuth.Backend.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace AltogicAuth.Backend.Tests;

/// <summary>The nine calls by phone number.</summary>
public sealed class PhoneTests
{
    private const string Phone = "+905551234567";
    private const string NewPhone = "+905557654321";
    private const string Password = "secret phrase";
    private const string NewPassword = "another phrase";

    [Fact]
    public async Task Sign_up_sends_a_code_that_confirms_the_number()
    {
        await using var backend = await BackendHost.StartAsync();
        var ann = backend.NewCaller();

        var signUp = await ann.PostAsync("auth/signup-phone", new { phone = Phone, password = Password, nameOrUserData = "Ann" });

        Assert.Equal((Phone, false, "Ann", "altogic"), ((string?)signUp.Json!["user"]!["phone"], (bool)signUp.Json["user"]!["phoneVerified"]!, (string?)signUp.Json["user"]!["name"], (string?)signUp.Json["user"]!["provider"]));
        Assert.Null(signUp.Json["user"]!["email"]);
        Assert.Null(signUp.Json["session"]);
        Assert.Equal((401, "phone_not_verified"), await SignInAsync(ann));
        var confirmed = await ann.PostByPhoneAsync("verify-phone", Phone, await ann.CodeAsync(Phone, "phone-confirm"));
        Assert.True((bool)confirmed.Json!["user"]!["phoneVerified"]!);
        Assert.Equal(200, (await backend.NewCaller((string?)confirmed.Json["session"]!["token"]).GetAsync("auth/user")).Status);
        Assert.Equal((200, null), await SignInAsync(ann));
    }

    [Fact]
    public async Task Sign_up_without_confirmation_signs_in()
    {
        await using var backend = await BackendHost.StartAsync(settings: ("PhoneConfirmation", "false"));
        var ann = backend.NewCaller();

        var signUp = await ann.PostAsync("auth/signup-phone", new { phone = Phone, password = Password });

        Assert.NotNull(signUp.Json!["session"]);
        Assert.Equal((200, null), await SignInAsync(ann));
        Assert.Empty(await ann.SmsAsync());
        Assert.Equal((401, "phone_verification_disabled"), Outcome(await ann.PostByPhoneAsync("resend-code", Phone)));
        Assert.Equal((401, "phone_verification_disabled"), Outcome(await ann.PostByPhoneAsync("send-reset-code", Phone)));
        Assert.Equal((401, "sms_auth_codes_disabled"), Outcome(await ann.PostByPhoneAsync("send-code", Phone)));
        var changed = await backend.NewCaller((string?)signUp.Json["session"]!["token"]).PostAsync("auth/change-phone", new { currentPassword = Password, newPhone = NewPhone });
        Assert.Equal(NewPhone, (string?)changed.Json!["phone"]);
    }

    [Fact]
    public async Task Taken_number_is_rejected()
    {
        await using var backend = await BackendHost.StartAsync();
        var ann = backend.NewCaller();
        await SignUpAsync(ann);
        var (bob, _, _) = await backend.NewPhoneUserAsync();

        var again = await SignUpAsync(ann);
        await ann.PostByPhoneAsync("verify-phone", Phone, await ann.CodeAsync(Phone, "phone-confirm"));
        var change = await bob.PostAsync("auth/change-phone", new { currentPassword = Password, newPhone = Phone });

        Assert.All([again, change], rejected =>
        {
            Assert.Equal((400, "phone_not_unique"), Outcome(rejected));
            Assert.Equal(("phone", Phone), ((string?)rejected.Json!["errors"]![0]!["details"]!["param"], (string?)rejected.Json["errors"]![0]!["details"]!["value"]));
        });
        Assert.Single(await ann.SmsAsync(Phone));
    }

    [Fact]
    public async Task Wrong_password_and_unknown_number_are_rejected_with_their_codes()
    {
        await using var backend = await BackendHost.StartAsync();
        var (ann, phone, _) = await backend.NewPhoneUserAsync();

        Assert.Equal((401, "invalid_credentials"), Outcome(await ann.PostAsync("auth/signin-phone", new { phone, password = "wrong phrase" })));
        Assert.Equal((404, "user_not_found"), await SignInAsync(ann));
        foreach (var call in (string[])["send-code", "send-reset-code", "resend-code", "signin-code", "verify-phone"])
        {
            Assert.Equal((404, "user_not_found"), Outcome(await ann.PostByPhoneAsync(call, Phone, "123456")));
        }

        Assert.Equal((404, "user_not_found"), Outcome(await ann.PostByPhoneAsync("reset-pwd-code", Phone, "123456", new { newPassword = NewPassword })));
    }

    [Fact]
    public async Task Code_signs_in_once()
    {
        await using var backend = await BackendHost.StartAsync();
        var (ann, phone, id) = await backend.NewPhoneUserAsync();
        await ann.PostByPhoneAsync("send-code", phone);
        var code = await ann.CodeAsync(phone, "signin-code");

        var signedIn = await ann.PostByPhoneAsync("signin-code", phone, code);

        Assert.Equal(id, (string?)signedIn.Json!["session"]!["userId"]);
        Assert.Equal((403, "invalid_access_token"), Outcome(await ann.PostByPhoneAsync("signin-code", phone, code)));
    }

    [Fact]
    public async Task Two_submissions_of_one_code_at_once_sign_in_once()
    {
        await using var backend = await BackendHost.StartAsync();
        var (ann, phone, _) = await backend.NewPhoneUserAsync();
        await ann.PostByPhoneAsync("send-code", phone);
        var code = await ann.CodeAsync(phone, "signin-code");

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ann.PostByPhoneAsync("signin-code", phone, code)));

        Assert.Single(results, result => result.Status == 200);
        Assert.All(results.Where(result => result.Status != 200), result => Assert.Equal((403, "invalid_access_token"), Outcome(result)));
    }

    [Fact]
    public async Task Unverified_number_gets_no_sign_in_or_reset_code()
    {
        await using var backend = await BackendHost.StartAsync();
        var ann = backend.NewCaller();
        await SignUpAsync(ann);

        Assert.Equal((401, "phone_not_verified"), Outcome(await ann.PostByPhoneAsync("send-code", Phone)));
        Assert.Equal((401, "phone_not_verified"), Outcome(await ann.PostByPhoneAsync("send-reset-code", Phone)));
    }

    [Fact]
    public async Task Verified_number_is_not_confirmed_again()
    {
        await using var backend = await BackendHost.StartAsync();
        var (ann, phone, _) = await backend.NewPhoneUserAsync();

        Assert.Equal((401, "phone_already_verified"), Outcome(await ann.PostByPhoneAsync("resend-code", phone)));
        Assert.Equal((400, "phone_already_verified"), Outcome(await ann.PostByPhoneAsync("verify-phone", phone, "123456")));
    }

    [Fact]
    public async Task Code_sets_a_new_password_and_ends_links_and_codes()
    {
        await using var backend = await BackendHost.StartAsync();
        var (ann, phone, _) = await backend.NewPhoneUserAsync();
        await ann.PostAsync("auth/change-phone", new { currentPassword = Password, newPhone = NewPhone });
        await ann.PostByPhoneAsync("send-reset-code", phone);
        var code = await ann.CodeAsync(phone, "reset-pwd-code");

        var tooShort = await ann.PostByPhoneAsync("reset-pwd-code", phone, code, new { newPassword = "short" });
        var reset = await ann.PostByPhoneAsync("reset-pwd-code", phone, code, new { newPassword = NewPassword });

        Assert.Equal((400, "validation_error"), Outcome(tooShort));
        Assert.Equal((200, ""), reset.Outcome);
        Assert.Equal(200, (await ann.PostAsync("auth/signin-phone", new { phone, password = NewPassword })).Status);
        Assert.Equal((404, "user_not_found"), Outcome(await ann.PostByPhoneAsync("verify-phone", NewPhone, await ann.CodeAsync(NewPhone, "change-phone"))));
    }

    [Fact]
    public async Task Change_of_number_takes_effect_by_the_code_that_the_new_one_gets()
    {
        await using var backend = await BackendHost.StartAsync();
        var (ann, phone, _) = await backend.NewPhoneUserAsync();

        var unchanged = await ann.PostAsync("auth/change-phone", new { currentPassword = Password, newPhone = NewPhone });
        await ann.PostByPhoneAsync("resend-code", NewPhone);
        var changed = await ann.PostByPhoneAsync("verify-phone", NewPhone, await ann.CodeAsync(NewPhone, "change-phone"));

        Assert.Equal(phone, (string?)unchanged.Json!["phone"]);
        Assert.Equal((NewPhone, null), ((string?)changed.Json!["user"]!["phone"], changed.Json["session"]));
        Assert.Equal(2, (await ann.SmsAsync(NewPhone)).Count);
        Assert.Equal((404, "user_not_found"), Outcome(await ann.PostByPhoneAsync("send-code", phone)));
        Assert.Equal((401, "invalid_credentials"), Outcome(await ann.PostAsync("auth/change-phone", new { currentPassword = "wrong", newPhone = Phone })));
    }

    [Fact]
    public async Task User_with_an_address_adds_a_number_and_signs_in_with_both()
    {
        await using var backend = await BackendHost.StartAsync();
        var (ann, email, id, _) = await backend.NewUserAsync();

        await ann.PostAsync("auth/change-phone", new { currentPassword = Password, newPhone = Phone });
        await ann.PostByPhoneAsync("verify-phone", Phone, await ann.CodeAsync(Phone, "change-phone"));

        var user = (await ann.GetAsync("auth/user")).Json!;
        Assert.Equal((email, Phone, true, true), ((string?)user["email"], (string?)user["phone"], (bool)user["emailVerified"]!, (bool)user["phoneVerified"]!));
        Assert.Equal(id, (string?)(await ann.PostAsync("auth/signin-phone", new { phone = Phone, password = Password })).Json!["user"]!["_id"]);
        Assert.Equal(id, (string?)(await ann.PostAsync("auth/signin-email", new { email, password = Password })).Json!["user"]!["_id"]);
        Assert.Equal("phone-changed", (string?)(await ann.MailsAsync(email))[0]["action"]);
    }

    [Fact]
    public async Task Number_that_is_taken_before_the_code_arrives_is_not_changed_to()
    {
        await using var backend = await BackendHost.StartAsync();
        var (ann, phone, _) = await backend.NewPhoneUserAsync();
        await ann.PostAsync("auth/change-phone", new { currentPassword = Password, newPhone = NewPhone });
        var code = await ann.CodeAsync(NewPhone, "change-phone");
        var other = backend.NewCaller();
        await other.PostAsync("auth/signup-phone", new { phone = NewPhone, password = Password });
        await other.PostByPhoneAsync("verify-phone", NewPhone, await other.CodeAsync(NewPhone, "phone-confirm"));

        Assert.Equal((400, "phone_already_verified"), Outcome(await ann.PostByPhoneAsync("verify-phone", NewPhone, code)));
        Assert.Equal(phone, (string?)(await ann.GetAsync("auth/user")).Json!["phone"]);
    }

    [Fact]
    public async Task Unconfirmed_registration_gives_its_number_up_to_the_user_who_verifies_it()
    {
        await using var backend = await BackendHost.StartAsync();
        var (ann, _, id) = await backend.NewPhoneUserAsync();
        await SignUpAsync(backend.NewCaller());

        await ChangeAsync(ann, Phone);
        var changed = await ann.PostByPhoneAsync("verify-phone", Phone, await ann.CodeAsync(Phone, "change-phone"));

        Assert.Equal((200, Phone), (changed.Status, (string?)changed.Json!["user"]!["phone"]));
        Assert.Equal(id, Assert.Single(backend.Sql("select id from users where email is null"))[0]);
        Assert.Equal((200, null), await SignInAsync(ann));
    }

    [Fact]
    public async Task Code_of_a_change_that_another_person_enters_does_not_take_the_number_of_a_registration()
    {
        await using var backend = await BackendHost.StartAsync();
        var (ann, phone, _) = await backend.NewPhoneUserAsync();
        var (bob, _, _) = await backend.NewPhoneUserAsync();
        var other = backend.NewCaller();
        await SignUpAsync(other);
        await ChangeAsync(ann, Phone);

        foreach (var caller in new[] { other, bob })
        {
            Assert.Equal((400, "phone_not_unique"), Outcome(await caller.PostByPhoneAsync("verify-phone", Phone, await ann.CodeAsync(Phone, "change-phone"))));
        }

        Assert.Equal(phone, (string?)(await ann.GetAsync("auth/user")).Json!["phone"]);
        Assert.Equal(200, (await other.PostByPhoneAsync("verify-phone", Phone, await other.CodeAsync(Phone, "phone-confirm"))).Status);
    }

    [Fact]
    public async Task Account_in_use_keeps_its_number_when_confirmation_is_turned_on()
    {
        await using var backend = await BackendHost.StartAsync();
        await SignUpAsync(backend.NewCaller());
        var (ann, _, _) = await backend.NewPhoneUserAsync();
        // As a sign-in left it, while numbers were not confirmed.
        backend.Sql($"update sessions set user_id = (select id from users where phone = '{Phone}') where number = (select max(number) from sessions)");
        var (bob, _, _) = await backend.NewPhoneUserAsync();

        Assert.Equal((400, "phone_not_unique"), Outcome(await ChangeAsync(bob, Phone)));
    }

    [Fact]
    public async Task Account_with_an_address_loses_only_a_number_that_it_never_verified()
    {
        await using var backend = await BackendHost.StartAsync();
        var (bob, email, bobsId, _) = await backend.NewUserAsync();
        // As an import may leave it.
        backend.Sql($"update users set phone = '{Phone}' where id = '{bobsId}'");
        var (ann, _, _) = await backend.NewPhoneUserAsync();

        await ChangeAsync(ann, Phone);
        await ann.PostByPhoneAsync("verify-phone", Phone, await ann.CodeAsync(Phone, "change-phone"));

        var user = (await bob.GetAsync("auth/user")).Json!;
        Assert.Equal((email, null), ((string?)user["email"], (string?)user["phone"]));
        Assert.Equal(Phone, (string?)(await ann.GetAsync("auth/user")).Json!["phone"]);
    }

    [Fact]
    public async Task Number_that_nobody_has_to_confirm_is_kept()
    {
        await using var backend = await BackendHost.StartAsync(settings: ("PhoneConfirmation", "false"));
        await SignUpAsync(backend.NewCaller());
        var (ann, _, _, _) = await backend.NewUserAsync();
        backend.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal((400, "phone_not_unique"), Outcome(await ChangeAsync(ann, Phone)));
    }

    [Fact]
    public async Task Confirmation_holds_the_password_of_the_person_who_registered_the_number()
    {
        await using var backend = await BackendHost.StartAsync();
        var owner = backend.NewCaller();
        await SignUpAsync(owner);

        var confirmed = await owner.PostAsync($"auth/verify-phone?phone={Uri.EscapeDataString(Phone)}&code={await owner.CodeAsync(Phone, "phone-confirm")}&holdPassword=true");

        Assert.True((bool)confirmed.Json!["user"]!["passwordUnconfirmed"]!);
        Assert.Equal((401, "invalid_credentials"), await SignInAsync(owner));
    }

    [Fact]
    public async Task Number_that_was_never_verified_does_not_let_its_owner_into_the_account_of_an_address()
    {
        await using var backend = await BackendHost.StartAsync();
        var (ann, _, id, _) = await backend.NewUserAsync();
        // As an import may leave it.
        backend.Sql($"update users set phone = '{Phone}' where id = '{id}'");

        Assert.Equal((404, "user_not_found"), Outcome(await ann.PostByPhoneAsync("resend-code", Phone)));
        Assert.Empty(await ann.SmsAsync());
    }

    [Fact]
    public async Task First_proof_of_an_address_removes_a_number_that_was_there_before()
    {
        await using var backend = await BackendHost.StartAsync();
        var stranger = backend.NewCaller();
        await stranger.PostAsync("auth/signup-email", new { email = "ann@example.test", password = Password });
        backend.Sql($"update users set phone = '{Phone}', phone_verified = true where email = 'ann@example.test'");

        var owner = (await stranger.GetAsync($"auth/grant?key={await stranger.AccessTokenAsync("ann@example.test", "email-confirm")}&holdPassword=true")).Json!;

        Assert.Null(owner["user"]!["phone"]);
        Assert.Equal((404, "user_not_found"), Outcome(await stranger.PostByPhoneAsync("send-code", Phone)));
    }

    [Theory]
    [InlineData("true", "true", false)]
    [InlineData("true", "false", true)]
    [InlineData("false", "true", false)]
    public async Task Users_who_never_confirm_their_number_are_deleted(string emailConfirmation, string phoneConfirmation, bool remains)
    {
        await using var backend = await BackendHost.StartAsync(settings: [("EmailConfirmation", emailConfirmation), ("PhoneConfirmation", phoneConfirmation)]);
        await SignUpAsync(backend.NewCaller());
        backend.Sql("delete from sessions");
        backend.Clock.Advance(TimeSpan.FromDays(7));

        await backend.Services.GetRequiredService<PurgeWorker>().PurgeAsync(TestContext.Current.CancellationToken);

        Assert.Equal(remains, backend.Sql($"select id from users where phone = '{Phone}'").Count == 1);
        Assert.Empty(backend.Sql("select id from codes"));
    }

    [Fact]
    public async Task Calls_are_rejected_where_phone_is_off()
    {
        await using var backend = await BackendHost.StartAsync(environment: "Production", settings: BackendHost.Production);

        foreach (var call in (string[])["signup-phone", "signin-phone", "signin-code", "send-code", "verify-phone", "resend-code", "send-reset-code", "reset-pwd-code", "change-phone"])
        {
            Assert.Equal((401, "not_allowed"), Outcome(await backend.NewCaller().PostByPhoneAsync(call, Phone, "123456", new { phone = Phone })));
        }
    }

    [Fact]
    public async Task Security_events_name_what_was_done_with_a_code()
    {
        await using var backend = await BackendHost.StartAsync();
        var (ann, phone, id) = await backend.NewPhoneUserAsync();
        await ann.PostByPhoneAsync("send-code", phone);
        await ann.PostByPhoneAsync("signin-code", phone, await ann.CodeAsync(phone, "signin-code"));
        await ann.PostAsync("auth/change-phone", new { currentPassword = Password, newPhone = NewPhone });
        await ann.PostByPhoneAsync("verify-phone", NewPhone, await ann.CodeAsync(NewPhone, "change-phone"));

        Assert.Equal(
            ["sign-up", "sign-in-by-code", "sign-in-by-code", "phone-change-requested", "phone-changed"],
            backend.Sql($"select kind from audit where user_id = '{id}' order by number").Select(row => (string)row[0]));
    }

    private static Task<ApiResult> SignUpAsync(Caller caller) => caller.PostAsync("auth/signup-phone", new { phone = Phone, password = Password });

    private static Task<ApiResult> ChangeAsync(Caller caller, string phone) =>
        caller.PostAsync("auth/change-phone", new { currentPassword = Password, newPhone = phone });

    private static async Task<(int, string?)> SignInAsync(Caller caller) => Outcome(await caller.PostAsync("auth/signin-phone", new { phone = Phone, password = Password }));

    private static (int, string?) Outcome(ApiResult result) => (result.Status, result.Code);
}
