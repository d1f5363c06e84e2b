using System.IO.Compression;
using System.Net;
using AltogicAuth.Tests.App;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;

namespace AltogicAuth.Tests.Authentication;

/// <summary>Two concurrent requests of one browser, one of which replaces the session.</summary>
public sealed class ConcurrentRenewalTests : IAsyncDisposable
{
    private readonly Gate _gate = new();
    private readonly TestApp _app;

    public ConcurrentRenewalTests() => _app = new TestApp
    {
        Wire = services => services.PostConfigureAll<HttpClientFactoryOptions>(options =>
            options.HttpMessageHandlerBuilderActions.Add(builder => builder.AdditionalHandlers.Add(new GateHandler(_gate)))),
    };

    [Theory]
    [InlineData("/profile/export")]
    [InlineData("/profile/end-all-sessions")]
    [InlineData("/profile/delete")]
    public async Task Request_that_finds_its_session_renewed_signs_nobody_out(string late)
    {
        var (visitor, user) = await NewLoggedInSixMinutesAgoAsync();
        var (export, other) = (await visitor.OpenAsync("/profile/export"), await visitor.OpenAsync(late));
        var held = _gate.Hold("auth/user");
        var second = visitor.SubmitAsync(other, "main form", ("Password", user.Password), ("Confirmation", user.Email));
        await held.Arrived;

        var first = await visitor.SubmitAsync(export, "main form", ("Password", user.Password));
        held.Open();

        AssertIsExport(first);
        Assert.Equal(late, (await second).Location);
        AssertKeepsSession(await second);
        var page = await visitor.FollowAsync(await second);
        Assert.Equal((late, HttpStatusCode.OK, null), (page.Address, page.Status, page.Notice));
        Assert.Single((await visitor.OpenAsync("/profile")).Document.QuerySelectorAll(".session"));
    }

    [Fact]
    public async Task Page_that_finds_its_session_renewed_leads_back_to_itself()
    {
        var (visitor, user) = await NewLoggedInSixMinutesAgoAsync();
        var export = await visitor.OpenAsync("/profile/export");
        var held = _gate.Hold("auth/user");
        var second = visitor.OpenAsync("/profile");
        await held.Arrived;

        AssertIsExport(await visitor.SubmitAsync(export, "main form", ("Password", user.Password)));
        held.Open();

        AssertKeepsSession(await second);
        var page = await visitor.FollowAsync(await second);
        Assert.Equal(("/profile", HttpStatusCode.OK, null), (page.Address, page.Status, page.Notice));
    }

    [Fact]
    public async Task Two_step_ups_at_the_same_moment_both_succeed()
    {
        var (visitor, user) = await NewLoggedInSixMinutesAgoAsync();
        var export = await visitor.OpenAsync("/profile/export");
        var (one, other) = (_gate.Hold("auth/signin-email"), _gate.Hold("auth/signin-email"));
        var posts = Enumerable.Range(0, 2).Select(_ => visitor.SubmitAsync(export, "main form", ("Password", user.Password))).ToList();
        await Task.WhenAll(one.Arrived, other.Arrived);

        one.Open();
        other.Open();

        Assert.All(await Task.WhenAll(posts), AssertIsExport);
        Assert.Equal(HttpStatusCode.OK, (await visitor.OpenAsync("/profile")).Status);
    }

    [Theory]
    [InlineData("auth/sessions")] // while the export is made
    [InlineData("auth/signout")] // when its cookie is due
    public async Task Session_that_a_password_change_ends_does_not_replace_its_successor(string held)
    {
        var (visitor, user) = await NewLoggedInSixMinutesAgoAsync();
        var (export, password) = (await visitor.OpenAsync("/profile/export"), await visitor.OpenAsync("/profile/password"));
        var late = _gate.Hold(held);
        var second = visitor.SubmitAsync(export, "main form", ("Password", user.Password));
        await late.Arrived;

        var first = await visitor.SubmitAsync(password, "main form", ("CurrentPassword", user.Password), ("NewPassword", "a brand new phrase"));
        late.Open();

        Assert.Equal("/profile", first.Location);
        AssertKeepsSession(await second);
        Assert.Equal(HttpStatusCode.OK, (await visitor.OpenAsync("/profile")).Status);
    }

    [Fact]
    public async Task Ended_session_is_asked_about_once()
    {
        var (visitor, user) = await NewLoggedInSixMinutesAgoAsync();
        var elsewhere = _app.NewVisitor();
        await elsewhere.SubmitAsync(await elsewhere.LogInAsync(user), "form[action$='handler=EndOtherSessions']");

        var login = await visitor.OpenToTheEndAsync("/profile");
        _app.Faults.ClearCalls();

        Assert.Equal(("/login?returnUrl=%2Fprofile", "Your session has ended. Log in again to continue."), (login.Address, login.Notice));
        Assert.Equal("/login?returnUrl=%2Fprofile", (await visitor.OpenAsync("/profile")).Location);
        Assert.Empty(_app.Faults.Calls);
        Assert.Null((await visitor.OpenAsync("/")).Document.QuerySelector("form[action='/logout']"));
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<(Visitor Visitor, TestUser User)> NewLoggedInSixMinutesAgoAsync()
    {
        var member = await _app.NewLoggedInAsync();
        _app.Clock.Advance(TimeSpan.FromMinutes(6));
        return member;
    }

    private static void AssertIsExport(Page page)
    {
        Assert.Equal((HttpStatusCode.OK, "application/zip"), (page.Status, page.Header("Content-Type")));
        using var zip = new ZipArchive(new MemoryStream(page.Bytes));
        Assert.NotEmpty(zip.Entries);
    }

    private static void AssertKeepsSession(Page page) =>
        Assert.DoesNotContain(page.SetCookies, cookie => cookie.StartsWith("__Host-session=", StringComparison.Ordinal));

    /// <summary>Delays calls to the backend: each hold is for the next call of its kind.</summary>
    private sealed class Gate
    {
        private readonly Lock _lock = new();
        private readonly List<Hold> _holds = [];

        public Hold Hold(string call)
        {
            lock (_lock)
            {
                var hold = new Hold(call);
                _holds.Add(hold);
                return hold;
            }
        }

        public Task PassAsync(string path)
        {
            lock (_lock)
            {
                if (_holds.Find(hold => path.EndsWith(hold.Call, StringComparison.Ordinal)) is not { } hold)
                {
                    return Task.CompletedTask;
                }

                _holds.Remove(hold);
                return hold.PassAsync();
            }
        }
    }

    private sealed class Hold(string call)
    {
        private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Call { get; } = call;

        public Task Arrived => _arrived.Task;

        public void Open() => _opened.SetResult();

        public Task PassAsync()
        {
            _arrived.SetResult();
            return _opened.Task;
        }
    }

    private sealed class GateHandler(Gate gate) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await gate.PassAsync(request.RequestUri!.AbsolutePath);
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
