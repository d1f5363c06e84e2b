namespace Altogic.Tests;

public sealed class ResilienceTests
{
    private static readonly SessionToken Session = new("h.p.s");

    public static TheoryData<Func<AltogicClient, Task>, int> Calls => new()
    {
        { c => c.Auth.GetUserFromDbAsync(Session), 3 },
        { c => c.Auth.GetAllSessionsAsync(Session), 3 },
        { c => c.Db.Users.GetAsync(Session, "a"), 3 },
        { c => c.Storage.Bucket("root").File("f").GetAsync(Session), 3 },
        { c => c.Auth.GetAuthGrantAsync("key"), 1 },
        { c => c.Auth.SignInWithEmailAsync("a@c.d", "x"), 1 },
        { c => c.Auth.SignUpWithEmailAsync("a@c.d", "x"), 1 },
        { c => c.Auth.SendMagicLinkEmailAsync("a@c.d"), 1 },
        { c => c.Auth.SignOutAsync(Session), 1 },
        { c => c.Db.Users.UpdateAsync(Session, "a", []), 1 },
        { c => c.Storage.Bucket("root").UploadAsync(Session, "f", new byte[1], "image/png"), 1 },
    };

    [Theory, MemberData(nameof(Calls))]
    public async Task Only_reads_are_retried(Func<AltogicClient, Task> call, int attempts)
    {
        foreach (var broken in new[] { false, true })
        {
            var recorder = Recorder.Start(options => options.RetryDelay = TimeSpan.Zero);
            for (var i = 0; i < 5; i++)
            {
                _ = broken ? recorder.Breaks() : recorder.Responds(503);
            }

            await Assert.ThrowsAsync<AltogicUnavailableException>(() => call(recorder.Client));

            Assert.Equal(attempts, recorder.Requests.Count);
        }
    }

    [Fact]
    public async Task Open_circuit_fails_calls_until_the_break_ends()
    {
        var recorder = Recorder.Start();
        for (var i = 0; i < 10; i++)
        {
            recorder.Responds(500);
            await Assert.ThrowsAsync<AltogicUnavailableException>(() => recorder.Client.Auth.SendMagicLinkEmailAsync("a@c.d"));
        }

        await Assert.ThrowsAsync<AltogicUnavailableException>(() => recorder.Client.Auth.SendMagicLinkEmailAsync("a@c.d"));
        Assert.Equal(10, recorder.Requests.Count);

        recorder.Clock.Advance(TimeSpan.FromSeconds(5.1));
        Assert.True((await recorder.Client.Auth.SendMagicLinkEmailAsync("a@c.d")).IsSuccess);
    }

    [Fact]
    public async Task Failing_operation_opens_only_its_own_circuit()
    {
        var recorder = Recorder.Start();
        for (var i = 0; i < 10; i++)
        {
            recorder.Breaks();
            await Assert.ThrowsAsync<AltogicUnavailableException>(() => recorder.Client.Auth.SignInWithEmailAsync("a@c.d", "x"));
        }

        await Assert.ThrowsAsync<AltogicUnavailableException>(() => recorder.Client.Auth.SignInWithEmailAsync("a@c.d", "x"));
        Assert.Equal(10, recorder.Requests.Count);
        recorder.Responds(200, """{"_id":"a"}""");
        Assert.True((await recorder.Client.Auth.GetUserFromDbAsync(Session)).IsSuccess);
    }

    [Fact]
    public async Task Timed_out_sign_ins_do_not_block_reads()
    {
        var recorder = Recorder.Start();
        recorder.NeverResponds("auth/signin-email");
        Task[] signIns = [.. Enumerable.Range(0, 12).Select(_ => recorder.Client.Auth.SignInWithEmailAsync("a@c.d", "x"))];
        recorder.Clock.Advance(TimeSpan.FromSeconds(4.1));
        foreach (var signIn in signIns)
        {
            await Assert.ThrowsAsync<AltogicUnavailableException>(() => signIn);
        }

        recorder.Responds(200, """{"_id":"a"}""");
        Assert.True((await recorder.Client.Auth.GetUserFromDbAsync(Session)).IsSuccess);
    }

    [Fact]
    public async Task Overload_is_not_retried_and_opens_no_circuit()
    {
        var recorder = Recorder.Start(options => options.RetryDelay = TimeSpan.Zero);
        for (var i = 0; i < 30; i++)
        {
            recorder.Responds(503, """{"errors":[{"code":"server_busy"}]}""", retryAfter: "2");
            var outage = await Assert.ThrowsAsync<AltogicUnavailableException>(() => recorder.Client.Auth.GetUserFromDbAsync(Session));
            Assert.True(outage.IsOverloaded);
            Assert.Equal(TimeSpan.FromSeconds(2), outage.RetryAfter);
        }

        Assert.Equal(30, recorder.Requests.Count);
    }

    [Fact]
    public async Task Cancelled_sign_ins_open_no_circuit()
    {
        var recorder = Recorder.Start();
        recorder.NeverResponds("auth/signin-email");
        for (var i = 0; i < 30; i++)
        {
            using var leaving = new CancellationTokenSource();
            var signIn = recorder.Client.Auth.SignInWithEmailAsync("a@c.d", "x", leaving.Token);
            await leaving.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => signIn);
        }

        Assert.Equal(30, recorder.Requests.Count);
    }

    [Fact]
    public async Task Too_large_response_is_not_retried_and_opens_no_circuit()
    {
        var recorder = Recorder.Start(options => options.MaxResponseBytes = 10);
        for (var i = 0; i < 30; i++)
        {
            recorder.Responds(200, $"\"{new string('x', 20)}\"");
            var outage = await Assert.ThrowsAsync<AltogicUnavailableException>(() => recorder.Client.Auth.GetUserFromDbAsync(Session));
            Assert.True(outage.IsResponseTooLarge);
        }

        Assert.Equal(30, recorder.Requests.Count);
    }

    [Fact]
    public async Task Rejections_never_open_the_circuit()
    {
        var recorder = Recorder.Start();
        for (var i = 0; i < 30; i++)
        {
            recorder.Responds(401, """{"errors":[{"code":"invalid_credentials"}]}""");
            Assert.False((await recorder.Client.Auth.SendMagicLinkEmailAsync("a@c.d")).IsSuccess);
        }
    }

    [Fact]
    public async Task Call_without_a_response_times_out()
    {
        var recorder = Recorder.Start();
        recorder.NeverResponds();

        var call = recorder.Client.Auth.SendMagicLinkEmailAsync("a@c.d");
        await recorder.Asked;
        recorder.Clock.Advance(TimeSpan.FromSeconds(4.1));

        await Assert.ThrowsAsync<AltogicUnavailableException>(() => call);
    }
}
