using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace AltogicAuth.Backend.Tests;

/// <summary>A password that was set before the address was verified may be that of another person, who registered the address first.</summary>
public sealed class HeldPasswordTests
{
    private const string Strangers = "the stranger's phrase";
    private const string NewPassword = "the owner's own phrase";

    private static readonly object Unset = new[] { new { field = "passwordUnconfirmed", updateType = "unset" } };

    [Fact]
    public async Task A_confirmation_without_the_parameter_keeps_the_password()
    {
        await using var backend = await BackendHost.StartAsync();
        var stranger = await RegisterAsync(backend);

        var granted = await ConfirmAsync(backend, stranger.Email, query: "");

        Assert.Null(granted.Json!["user"]!["passwordUnconfirmed"]);
        Assert.Equal(200, (await SignInAsync(backend, stranger.Email, Strangers)).Status);
    }

    [Fact]
    public async Task Held_password_is_rejected_until_it_is_confirmed()
    {
        await using var backend = await BackendHost.StartAsync();
        var stranger = await RegisterAsync(backend);

        var granted = await ConfirmAsync(backend, stranger.Email);
        var owner = SessionOf(backend, granted);

        Assert.True((bool?)granted.Json!["user"]!["passwordUnconfirmed"]);
        Assert.Equal((401, "invalid_sign_in_credentials"), StatusAndCode(await SignInAsync(backend, stranger.Email, Strangers)));
        Assert.Equal((401, "invalid_credentials"), StatusAndCode(await owner.PostAsync("auth/change-pwd", new { newPassword = NewPassword, oldPassword = Strangers })));
        Assert.Equal((401, "invalid_credentials"), StatusAndCode(await owner.PostAsync("auth/change-email", new { currentPassword = Strangers, newEmail = "eve@example.test" })));

        var kept = await owner.PostAsync("db/object/update-fields", UpdateOf(granted, Unset));

        Assert.Null(kept.Json!["passwordUnconfirmed"]);
        Assert.Equal(200, (await SignInAsync(backend, stranger.Email, Strangers)).Status);
    }

    [Fact]
    public async Task A_reset_replaces_a_held_password()
    {
        await using var backend = await BackendHost.StartAsync();
        var stranger = await RegisterAsync(backend);
        var owner = SessionOf(backend, await ConfirmAsync(backend, stranger.Email));
        await owner.PostAsync($"auth/send-reset?email={stranger.Email}");

        await owner.PostAsync($"auth/reset-pwd?key={await owner.AccessTokenAsync(stranger.Email, "reset-pwd")}", new { newPassword = NewPassword });

        Assert.Null((await owner.GetAsync("auth/user")).Json!["passwordUnconfirmed"]);
        Assert.Equal(200, (await SignInAsync(backend, stranger.Email, NewPassword)).Status);
        Assert.Equal(401, (await SignInAsync(backend, stranger.Email, Strangers)).Status);
    }

    [Fact]
    public async Task Confirmation_that_holds_ends_sessions_and_address_changes()
    {
        await WithAStrangersSessionAsync(async (backend, stranger, email) =>
        {
            await stranger.PostAsync("auth/change-email", new { currentPassword = Strangers, newEmail = "eve@example.test" });
            await stranger.PostAsync($"auth/resend?email={email}");

            var owner = SessionOf(backend, await ConfirmAsync(backend, email));

            Assert.Equal("invalid_session_token", (await stranger.GetAsync("auth/user")).Code);
            Assert.Single((await owner.GetAsync("auth/sessions")).Json!.AsArray());
            await stranger.PressMailedLinkAsync("eve@example.test");
            Assert.Equal(email, (string?)(await owner.GetAsync("auth/user")).Json!["email"]);
        });
    }

    [Theory]
    [InlineData("db/object/update-fields")]
    [InlineData("auth/change-pwd")]
    [InlineData("auth/change-email")]
    public async Task Slow_body_does_not_outlive_its_session(string path)
    {
        await WithAStrangersSessionAsync(async (backend, stranger, email) =>
        {
            var user = await stranger.GetAsync("auth/user");
            await stranger.PostAsync($"auth/resend?email={email}");
            var body = new LateJson(path switch
            {
                "auth/change-pwd" => new { newPassword = "what the stranger wants", oldPassword = Strangers },
                "auth/change-email" => new { currentPassword = Strangers, newEmail = "eve@example.test" },
                _ => new { model = "users", id = (string?)user.Json!["_id"], updates = Unset },
            });
            var late = stranger.SendAsync(HttpMethod.Post, path, body);
            await body.Begun;

            var owner = SessionOf(backend, await ConfirmAsync(backend, email));
            body.Finish();

            Assert.Equal("invalid_session_token", (await late).Code);
            Assert.True((bool?)(await owner.GetAsync("auth/user")).Json!["passwordUnconfirmed"]);
            Assert.Empty(await owner.MailsAsync("eve@example.test"));
        });
    }

    [Fact]
    public async Task A_magic_link_that_first_proves_an_address_leaves_no_password()
    {
        await using var backend = await BackendHost.StartAsync();
        var (stranger, email, _, _) = await backend.NewUserAsync();
        await stranger.PostAsync($"auth/send-magic?email={email}");
        Unverify(backend);

        var granted = await stranger.GetAsync($"auth/grant?key={await stranger.AccessTokenAsync(email, "magic-link")}");

        Assert.True((bool?)granted.Json!["user"]!["emailVerified"]);
        Assert.Equal("invalid_provider_sign_in", (await SignInAsync(backend, email, "secret phrase")).Code);
        Assert.Equal("invalid_session_token", (await stranger.GetAsync("auth/user")).Code);
        Assert.Equal(200, (await SessionOf(backend, granted).GetAsync("auth/user")).Status);
    }

    [Fact]
    public async Task A_reset_link_that_first_proves_an_address_ends_all_sessions()
    {
        await using var backend = await BackendHost.StartAsync();
        var (stranger, email, _, _) = await backend.NewUserAsync();
        await stranger.PostAsync($"auth/send-reset?email={email}");
        Unverify(backend);

        await stranger.PostAsync($"auth/reset-pwd?key={await stranger.AccessTokenAsync(email, "reset-pwd")}", new { newPassword = NewPassword });

        Assert.Equal("invalid_session_token", (await stranger.GetAsync("auth/user")).Code);
        Assert.Equal(200, (await SignInAsync(backend, email, NewPassword)).Status);
    }

    private static (int, string?) StatusAndCode(ApiResult response) => (response.Status, response.Code);

    private static object UpdateOf(ApiResult granted, object updates) =>
        new { model = "users", id = (string?)granted.Json!["user"]!["_id"], updates };

    private static Caller SessionOf(BackendHost backend, ApiResult granted) => backend.NewCaller((string?)granted.Json!["session"]!["token"]);

    private static Task<ApiResult> SignInAsync(BackendHost backend, string email, string password) =>
        backend.NewCaller().PostAsync("auth/signin-email", new { email, password });

    private static async Task<ApiResult> ConfirmAsync(BackendHost backend, string email, string query = "&holdPassword=true")
    {
        var owner = backend.NewCaller();
        return await owner.GetAsync($"auth/grant?key={await owner.AccessTokenAsync(email, "email-confirm")}{query}");
    }

    private static async Task<(string? Session, string Email)> RegisterAsync(BackendHost backend)
    {
        var email = $"ann-{Guid.NewGuid():N}@example.test";
        var signUp = await backend.NewCaller().PostAsync("auth/signup-email", new { email, password = Strangers });
        return ((string?)signUp.Json!["session"]?["token"], email);
    }

    /// <summary>Registered while no address was confirmed: since then it is, and the stranger has a session.</summary>
    private static async Task WithAStrangersSessionAsync(Func<BackendHost, Caller, string, Task> run)
    {
        var data = Directory.CreateTempSubdirectory("altogic-backend-held-");
        try
        {
            (string? Session, string Email) stranger;
            await using (var before = await BackendHost.StartAsync(data, settings: ("EmailConfirmation", "false")))
            {
                stranger = await RegisterAsync(before);
            }

            await using var backend = await BackendHost.StartAsync(data);
            await run(backend, backend.NewCaller(stranger.Session), stranger.Email);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    // As an import from elsewhere may leave it: no call of the API takes the mark away.
    private static void Unverify(BackendHost backend) => backend.Sql("update users set email_verified = false");

    /// <summary>A body whose end comes when the test says so.</summary>
    private sealed class LateJson : HttpContent
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly byte[] _json;

        public LateJson(object body)
        {
            _json = JsonSerializer.SerializeToUtf8Bytes(body);
            Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        public Task Begun => _begun.Task;

        public void Finish() => _end.SetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(_json.AsMemory(0, 1));
            await stream.FlushAsync();
            _begun.SetResult();
            await _end.Task;
            await stream.WriteAsync(_json.AsMemory(1));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _json.Length;
            return true;
        }
    }
}
