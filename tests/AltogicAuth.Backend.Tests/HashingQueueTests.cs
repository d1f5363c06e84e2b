using System.Text.Json;
using AltogicAuth.Backend.Data;
using AltogicAuth.Tests.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace AltogicAuth.Backend.Tests;

/// <summary>What happens while passwords are hashed, and while more wait for it than may.</summary>
public sealed class HashingQueueTests : IAsyncLifetime
{
    private const string Password = "secret phrase";
    private const int QueueLength = 3;

    private readonly HeldHasher _hasher = new();
    private readonly List<Call> _calls = [];
    private BackendHost _backend = null!;
    private Caller _member = null!;
    private string _email = "";

    public async ValueTask InitializeAsync()
    {
        _backend = await BackendHost.StartAsync(
            wire: services => services.AddSingleton<IPasswordHasher<UserRecord>>(_hasher),
            settings: [("PasswordWorkers", "1"), ("PasswordQueueLength", $"{QueueLength}")]);
        (_member, _email, _, _) = await _backend.NewUserAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _hasher.LetGo();
        await Task.WhenAll(_calls.Select(call => call.Status));
        await _backend.DisposeAsync();
        _hasher.Dispose();
    }

    [Fact]
    public async Task Calls_without_a_password_are_served_while_all_workers_hash()
    {
        await FillAsync();

        Assert.Equal(200, (await _member.GetAsync("auth/user")).Status);
        Assert.Equal(200, (await _member.PostAsync("db/object/create", new { model = "books", values = new { title = "Notes" } })).Status);
    }

    [Fact]
    public async Task A_full_queue_rejects_every_call_that_hashes_at_once()
    {
        await _member.PostAsync($"auth/send-reset?email={_email}");
        var reset = await _member.AccessTokenAsync(_email, "reset-pwd");
        await FillAsync();

        (string Path, object Body)[] calls =
        [
            ("auth/signin-email", new { email = _email, password = Password }),
            ("auth/signin-email", new { email = "nobody@example.test", password = Password }),
            ("auth/signup-email", new { email = "new@example.test", password = Password }),
            ($"auth/reset-pwd?key={reset}", new { newPassword = "next phrase" }),
            ("auth/change-pwd", new { oldPassword = Password, newPassword = "next phrase" }),
            ("auth/change-email", new { currentPassword = Password, newEmail = "next@example.test" }),
        ];
        foreach (var (path, body) in calls)
        {
            var response = await _member.PostAsync(path, body);

            Assert.True(response is { Status: 503, Code: "server_busy" }, $"{path}: {response.Status} {response.Code}");
            response.AssertErrorForm();
            Assert.Equal("2", response.Response.Headers.GetValues("Retry-After").Single());
        }

        // What was rejected changed nothing, the token included.
        _hasher.LetGo();
        Assert.All(await Task.WhenAll(_calls.Select(call => call.Status)), status => Assert.Equal(200, status));
        Assert.Equal(200, (await _member.PostAsync($"auth/reset-pwd?key={reset}", new { newPassword = "next phrase" })).Status);
        Assert.Equal(200, (await _member.PostAsync("auth/signup-email", new { email = "new@example.test", password = Password })).Status);
    }

    [Fact]
    public async Task Cancelled_call_leaves_the_hashing_queue()
    {
        await FillAsync();
        await HangUpAsync(_calls[1]);

        // Its place is free again.
        _calls.Add(Call.SignIn(_backend, _email));
        _hasher.LetGo();
        Assert.All(await Task.WhenAll(_calls.Select(call => call.Status)), status => Assert.Equal(200, status));
        Assert.Equal(QueueLength + 1, _hasher.Begun);
    }

    [Fact]
    public async Task Call_cancelled_during_hashing_creates_no_session()
    {
        await HoldOneAsync();
        var call = _calls[0];
        await call.HangUp.CancelAsync();

        _hasher.LetGo();

        Assert.Equal(StatusCodes.Status499ClientClosedRequest, await call.Status);
        Assert.Single((await _member.GetAsync("auth/sessions")).Json!.AsArray());
    }

    /// <summary>One hash has begun and is held, and as many calls wait as may.</summary>
    private async Task FillAsync()
    {
        await HoldOneAsync();
        // One too many: once it is rejected, the others have taken their places.
        _calls.AddRange(Enumerable.Range(0, QueueLength + 1).Select(_ => Call.SignIn(_backend, _email)));
        await Task.WhenAny(_calls.Select(call => call.Status));
        var rejected = _calls.Single(call => call.Status.IsCompleted);
        Assert.Equal(503, await rejected.Status);
        _calls.Remove(rejected);
    }

    private async Task HoldOneAsync()
    {
        _hasher.Hold();
        _calls.Add(Call.SignIn(_backend, _email));
        await Eventually.HappensAsync("a hash has begun", () => Task.FromResult(_hasher.Begun == 1));
    }

    private async Task HangUpAsync(Call call)
    {
        _calls.Remove(call);
        await call.HangUp.CancelAsync();
        Assert.Equal(StatusCodes.Status499ClientClosedRequest, await call.Status);
    }

    /// <summary>A sign-in whose caller may hang up.</summary>
    /// <param name="Status">The status at the backend's end, once it is done with the call, whether or not the caller is still there.</param>
    /// <param name="HangUp">What the caller does.</param>
    private sealed record Call(Task<int> Status, CancellationTokenSource HangUp)
    {
        public static Call SignIn(BackendHost backend, string email)
        {
            var hangUp = new CancellationTokenSource();
            return new Call(StatusOfAsync(backend, email, hangUp.Token), hangUp);
        }

        private static async Task<int> StatusOfAsync(BackendHost backend, string email, CancellationToken hungUp)
        {
            var context = await backend.CallAsync(http =>
            {
                http.Request.Method = "POST";
                http.Request.Path = "/e:local/_api/rest/v1/auth/signin-email";
                http.Request.Headers["X-Client-Key"] = "local-client-key";
                http.Request.ContentType = "application/json";
                http.Request.Body = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(new { email, password = Password }));
                http.RequestAborted = hungUp;
            });
            return context.Response.StatusCode;
        }
    }
}
