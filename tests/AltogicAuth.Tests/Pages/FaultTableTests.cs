using System.Net;
using AltogicAuth.Backend.Testing;
using AltogicAuth.Tests.App;
using AltogicAuth.Tests.Photos;

namespace AltogicAuth.Tests.Pages;

/// <summary>Every fault at every endpoint that a page calls, and what the visitor sees: never a 500, never logged out by an outage.</summary>
public sealed class FaultTableTests
{
    private const string NewPassword = "a brand new phrase";

    private static readonly FaultKind[] Kinds = [.. Enum.GetValues<FaultKind>().Except([FaultKind.Latency])];

    /// <summary>How a page is used that calls the endpoint, and the status that an outage there leads to.</summary>
    private static readonly Dictionary<string, (Func<Scene, Task<Page>> Use, HttpStatusCode Outcome)> Table = new()
    {
        ["auth/user"] = (s => s.Member.OpenAsync("/profile"), HttpStatusCode.ServiceUnavailable),
        ["auth/sessions"] = (s => s.Member.OpenAsync("/profile"), HttpStatusCode.ServiceUnavailable),
        ["auth/signin-email"] = (s => s.Stranger.TryLogInAsync(s.User.Email, s.User.Password), HttpStatusCode.ServiceUnavailable),
        ["auth/signup-email"] = (s => s.Stranger.RegisterAsync(TestUser.New()), HttpStatusCode.ServiceUnavailable),
        ["auth/send-magic"] = (s => s.Stranger.AskForMagicLinkAsync(s.User.Email), HttpStatusCode.ServiceUnavailable),
        ["auth/send-reset"] = (s => s.SubmitAsync(s.Stranger, "/forgot-password", ("Identifier", s.User.Email)), HttpStatusCode.ServiceUnavailable),
        ["auth/resend"] = (s => s.SubmitAsync(s.Stranger, "/resend-verification", ("Identifier", TestUser.New().Email)), HttpStatusCode.ServiceUnavailable),
        ["auth/signup-phone"] = (s => s.Stranger.RegisterAsync(TestUser.New() with { Email = TestPhone.New() }), HttpStatusCode.ServiceUnavailable),
        ["auth/signin-phone"] = (s => s.Stranger.TryLogInAsync(TestPhone.New(), s.User.Password), HttpStatusCode.ServiceUnavailable),
        ["auth/send-code"] = (s => s.SubmitAsync(s.Stranger, "/login-with-magic-link", ("Identifier", TestPhone.New())), HttpStatusCode.ServiceUnavailable),
        ["auth/resend-code"] = (s => s.SubmitAsync(s.Stranger, "/resend-verification", ("Identifier", TestPhone.New())), HttpStatusCode.ServiceUnavailable),
        ["auth/send-reset-code"] = (s => s.SubmitAsync(s.Stranger, "/forgot-password", ("Identifier", TestPhone.New())), HttpStatusCode.ServiceUnavailable),
        ["auth/signin-code"] = (s => s.EnterCodeAsync("/login-with-magic-link"), HttpStatusCode.ServiceUnavailable),
        ["auth/verify-phone"] = (s => s.EnterCodeAsync("/resend-verification"), HttpStatusCode.ServiceUnavailable),
        ["auth/reset-pwd-code"] = (s => s.EnterCodeAsync("/forgot-password"), HttpStatusCode.ServiceUnavailable),
        ["auth/change-phone"] = (s => s.SubmitAsync(s.Member, "/profile/phone", ("Phone", TestPhone.New()), ("CurrentPassword", s.User.Password)), HttpStatusCode.ServiceUnavailable),
        ["auth/grant"] = (async s => await s.Stranger.SubmitAsync(await s.Stranger.OpenToTheEndAsync("/auth-redirect?status=200&access_token=a&action=magic-link"), "main form"), HttpStatusCode.ServiceUnavailable),
        ["auth/reset-pwd"] = (async s => await s.Stranger.SubmitAsync(await s.Stranger.OpenToTheEndAsync("/auth-redirect?status=200&access_token=a&action=reset-pwd"), "main form", ("Email", s.User.Email), ("NewPassword", NewPassword)), HttpStatusCode.ServiceUnavailable),
        ["auth/change-pwd"] = (s => s.SubmitAsync(s.Member, "/profile/password", ("CurrentPassword", s.User.Password), ("NewPassword", NewPassword)), HttpStatusCode.ServiceUnavailable),
        ["auth/change-email"] = (s => s.SubmitAsync(s.Member, "/profile/email", ("Email", TestUser.New().Email), ("CurrentPassword", s.User.Password)), HttpStatusCode.ServiceUnavailable),
        ["object/update"] = (async s => await s.Member.SubmitAsync(await s.Member.OpenAsync("/profile"), "form[action$='handler=Name']", ("Name", "Ada King")), HttpStatusCode.ServiceUnavailable),
        ["upload-formdata"] = (async s => await s.Member.UploadAsync(await s.Member.OpenAsync("/profile"), TestPhotos.Jpeg(64, 64)), HttpStatusCode.ServiceUnavailable),
        ["object/update-fields"] = (async s => await s.Member.SubmitAsync(await s.WithPictureAsync(), "form[action='/profile/photo?handler=Remove']"), HttpStatusCode.ServiceUnavailable),
        ["file/download"] = (async s => await s.SubmitAsync(s.Member, (await s.WithPictureAsync()).Address + "/export"), HttpStatusCode.ServiceUnavailable),
        ["storage/delete-file"] = (async s => await s.DeleteAccountAsync(await s.WithPictureAsync()), HttpStatusCode.ServiceUnavailable),
        ["bucket/list-files"] = (async s => await s.DeleteAccountAsync(await s.Member.OpenAsync("/profile")), HttpStatusCode.ServiceUnavailable),
        ["signout-all-except"] = (async s => await s.Member.PostAsync("/profile?handler=EndOtherSessions", s.TokenOf(await s.Member.OpenAsync("/profile"))), HttpStatusCode.ServiceUnavailable),
        ["auth/signout-all"] = (s => s.SubmitAsync(s.Member, "/profile/end-all-sessions"), HttpStatusCode.ServiceUnavailable),
        ["object/delete"] = (async s => await s.DeleteAccountAsync(await s.Member.OpenAsync("/profile")), HttpStatusCode.ServiceUnavailable),
        ["auth/signout"] = (async s => await s.Leaver.SubmitAsync(await s.Leaver.LogInAsync(s.User), "form[action='/logout']"), HttpStatusCode.SeeOther),
    };

    // These have nothing to read in a good response, so random data with status 200 is a success.
    private static readonly HashSet<string> WithoutAnswer =
    [
        "auth/send-magic", "auth/send-reset", "auth/resend", "auth/reset-pwd", "auth/send-code", "auth/send-reset-code", "auth/resend-code", "auth/reset-pwd-code", "auth/change-pwd", "signout-all-except", "auth/signout-all",
        "object/delete", "storage/delete-file", "file/download",
    ];

    // These respond after a fixed time, whether or not the backend has.
    private static readonly Dictionary<string, HttpStatusCode> AnsweredInTime = new()
    {
        ["auth/send-magic"] = HttpStatusCode.SeeOther,
        ["auth/send-reset"] = HttpStatusCode.SeeOther,
        ["auth/resend"] = HttpStatusCode.SeeOther,
        ["auth/send-code"] = HttpStatusCode.SeeOther,
        ["auth/send-reset-code"] = HttpStatusCode.SeeOther,
        ["auth/resend-code"] = HttpStatusCode.SeeOther,
    };

    // The profile does without a list that is too long.
    private static readonly Dictionary<(string Endpoint, FaultKind Kind), HttpStatusCode> Excepted = new()
    {
        [("auth/sessions", FaultKind.Oversized)] = HttpStatusCode.OK,
    };

    private static readonly FaultKind[] Rubbish = [FaultKind.Malformed, FaultKind.WrongShape, FaultKind.Deep];

    public static TheoryData<string> Endpoints => [.. Table.Keys];

    [Theory, MemberData(nameof(Endpoints))]
    public async Task Every_fault_has_its_intended_outcome(string endpoint)
    {
        var (use, usual) = Table[endpoint];
        await using var app = new TestApp();
        var scene = await Scene.SetAsync(app);
        foreach (var kind in Kinds.Where(kind => !WithoutAnswer.Contains(endpoint) || !Rubbish.Contains(kind)))
        {
            app.Faults.Add(new Fault(endpoint, kind));
            var outcome = Excepted.GetValueOrDefault((endpoint, kind), usual);

            var page = await use(scene);

            Assert.True(page.Status == outcome, $"{kind} at {endpoint}: {(int)page.Status}");
            if (outcome == HttpStatusCode.ServiceUnavailable)
            {
                Assert.NotNull(page.Header("Retry-After"));
                Assert.NotNull(page.Heading);
            }

            app.Faults.Clear();
            // Past what the circuit breaker remembers.
            app.Clock.Advance(TimeSpan.FromSeconds(16));
            Assert.True((await scene.Member.OpenAsync("/profile")).Status == HttpStatusCode.OK, $"{kind} at {endpoint} logged the visitor out");
        }
    }

    [Fact]
    public async Task Endpoint_without_a_response_times_out()
    {
        var scenes = new List<(string Endpoint, Scene Scene)>();
        foreach (var endpoint in Table.Keys)
        {
            scenes.Add((endpoint, await Scene.SetAsync(new TestApp
            {
                PadsResponses = true,
                Clock = new TestClock { Runs = true },
                Settings = { ["Altogic:AttemptTimeout"] = "00:00:08", ["Altogic:TotalTimeout"] = "00:00:17" },
            })));
        }

        // Side by side: each waits as long as a visitor would.
        await Task.WhenAll(scenes.Select(async row =>
        {
            var (endpoint, scene) = row;
            await using var app = scene.App;
            app.Faults.Add(new Fault(endpoint, FaultKind.Latency, Milliseconds: 600_000));

            var page = await Table[endpoint].Use(scene);

            Assert.True(page.Status == AnsweredInTime.GetValueOrDefault(endpoint, Table[endpoint].Outcome), $"Latency at {endpoint}: {(int)page.Status}");
            app.Faults.Clear();
            Assert.Equal(HttpStatusCode.OK, (await scene.Member.OpenAsync("/profile")).Status);
        }));
    }

    [Fact]
    public async Task Expired_token_shows_the_failure_page()
    {
        await using var app = new TestApp();
        var user = await app.NewUserAsync();
        await app.NewVisitor().AskForMagicLinkAsync(user.Email);
        var mail = await app.ReadMailAsync(user.Email, "magic-link");
        app.Faults.ClockOffset = TimeSpan.FromMinutes(11);
        Assert.Equal("This link no longer works", (await app.NewVisitor().OpenToTheEndAsync(mail.Link)).Heading);

        app.Faults.ClockOffset = TimeSpan.FromMinutes(-5);
        var visitor = app.NewVisitor();
        Assert.Equal("Your profile", (await visitor.LogInAsync(user)).Heading);
    }

    private sealed record Scene(TestApp App, TestUser User, Visitor Member, Visitor Leaver, Visitor Stranger)
    {
        public static async Task<Scene> SetAsync(TestApp app)
        {
            var user = await app.NewUserAsync();
            var (member, leaver) = (app.NewVisitor(), app.NewVisitor());
            await member.LogInAsync(user);
            return new Scene(app, user, member, leaver, app.NewVisitor());
        }

        /// <summary>The member's profile, with a picture.</summary>
        public async Task<Page> WithPictureAsync()
        {
            await Member.UploadAsync(await Member.OpenAsync("/profile"), TestPhotos.Jpeg(64, 64));
            return await Member.OpenAsync("/profile");
        }

        public async Task<Page> SubmitAsync(Visitor who, string address, params (string, string?)[] typed) =>
            await who.SubmitAsync(await who.OpenAsync(address), "main form", typed);

        public async Task<Page> DeleteAccountAsync(Page profile) => await Member.DeleteAccountAsync(await Member.OpenAsync($"{profile.Address}/delete"));

        /// <summary>A code for a number of nobody.</summary>
        public async Task<Page> EnterCodeAsync(string address)
        {
            var page = await Stranger.FollowAsync(await SubmitAsync(Stranger, address, ("Identifier", TestPhone.New())));
            return await Stranger.SubmitAsync(page, "main form", ("Code", "123456"), ("NewPassword", NewPassword));
        }

        public IEnumerable<KeyValuePair<string, string>> TokenOf(Page page) =>
            page.FieldsOf(page.Form("main form")).Where(field => field.Key == "__RequestVerificationToken");
    }
}
