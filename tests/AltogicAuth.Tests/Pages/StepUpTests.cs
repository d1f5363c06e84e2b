using System.IO.Compression;
using System.Net;
using System.Text.Json.Nodes;
using Altogic;
using AltogicAuth.Backend.Testing;
using AltogicAuth.Tests.App;
using AltogicAuth.Tests.Photos;
using Microsoft.Extensions.DependencyInjection;

namespace AltogicAuth.Tests.Pages;

public sealed class StepUpTests : IAsyncDisposable
{
    private readonly TestApp _app = new();

    [Theory]
    [InlineData("/profile/delete")]
    [InlineData("/profile/export")]
    [InlineData("/profile/end-all-sessions")]
    public async Task Step_up_is_needed_after_five_minutes(string address)
    {
        var (visitor, user) = await _app.NewLoggedInAsync();
        Assert.Null((await visitor.OpenAsync(address)).Document.QuerySelector("#Reauthentication_Password"));

        _app.Clock.Advance(TimeSpan.FromMinutes(5.1));
        var asking = await visitor.OpenAsync(address);
        Assert.NotNull(asking.Document.QuerySelector("#Reauthentication_Password"));

        var without = await visitor.SubmitAsync(asking, "main form", ("Confirmation", user.Email));
        var wrong = await visitor.SubmitAsync(asking, "main form", ("Confirmation", user.Email), ("Password", "wrong"));
        Assert.Equal("Enter your password to continue.", without.ErrorOf("Reauthentication_Password"));
        Assert.Equal("This password is incorrect.", wrong.ErrorOf("Reauthentication_Password"));
        Assert.Equal(HttpStatusCode.OK, (await visitor.OpenAsync("/profile")).Status);
    }

    [Fact]
    public async Task Step_up_completes_the_action_without_an_extra_session()
    {
        var (visitor, user) = await _app.NewLoggedInAsync();
        _app.Clock.Advance(TimeSpan.FromMinutes(6));

        var zip = await visitor.SubmitAsync(await visitor.OpenAsync("/profile/export"), "main form", ("Password", user.Password));

        Assert.Equal("application/zip", zip.Header("Content-Type"));
        Assert.Contains("no-store", zip.Header("Cache-Control"));
        Assert.Single((await visitor.OpenAsync("/profile")).Document.QuerySelectorAll(".session"));
        Assert.Null((await visitor.OpenAsync("/profile/delete")).Document.QuerySelector("#Reauthentication_Password"));
    }

    [Theory]
    [InlineData("/profile/export", "Password")]
    [InlineData("/profile/password", "CurrentPassword")]
    public async Task Reauthentication_replaces_the_session(string address, string field)
    {
        var (visitor, user) = await _app.NewLoggedInAsync();
        var thief = _app.NewVisitor();
        thief.SetCookie("__Host-session", visitor.Cookie("__Host-session")!);
        Assert.Equal(HttpStatusCode.OK, (await thief.OpenAsync("/profile")).Status);
        _app.Clock.Advance(TimeSpan.FromMinutes(6));

        await visitor.SubmitAsync(await visitor.OpenAsync(address), "main form", (field, user.Password), ("NewPassword", "a brand new phrase"), ("KeepOtherSessions", "true"));

        Assert.Equal("/login?returnUrl=%2Fprofile", (await thief.OpenAsync("/profile")).Location);
        Assert.Single((await visitor.OpenAsync("/profile")).Document.QuerySelectorAll(".session"));
    }

    [Theory]
    [InlineData("/profile/password")]
    [InlineData("/profile/email")]
    public async Task A_wrong_current_password_is_an_event(string address)
    {
        var (visitor, _) = await _app.NewLoggedInAsync();

        await visitor.SubmitAsync(await visitor.OpenAsync(address), "main form",
            ("Email", TestUser.New().Email), ("CurrentPassword", "a wrong password"), ("NewPassword", "a brand new phrase"));

        Assert.Single(_app.Log.Of(1012));
    }

    [Theory]
    [InlineData("/profile/email")]
    [InlineData("/profile/password")]
    public async Task Password_change_counts_as_reauthentication(string change)
    {
        var (visitor, user) = await _app.NewLoggedInAsync();
        _app.Clock.Advance(TimeSpan.FromMinutes(6));

        var changed = await visitor.SubmitAsync(await visitor.OpenAsync(change), "main form",
            ("Email", TestUser.New().Email), ("CurrentPassword", user.Password), ("NewPassword", "a brand new phrase"));

        Assert.Equal("/profile", changed.Location);
        Assert.Null((await visitor.OpenAsync("/profile/delete")).Document.QuerySelector("#Reauthentication_Password"));
    }

    [Fact]
    public async Task Reauthentication_keeps_a_browser_session_cookie()
    {
        var user = await _app.NewUserAsync();
        var visitor = _app.NewVisitor();
        await visitor.SubmitAsync(await visitor.OpenAsync("/login"), "main form",
            ("Identifier", user.Email), ("Password", user.Password), ("RememberMe", "false"));
        _app.Clock.Advance(TimeSpan.FromMinutes(6));

        var proved = await visitor.SubmitAsync(await visitor.OpenAsync("/profile/export"), "main form", ("Password", user.Password));

        var cookie = Assert.Single(proved.SetCookies, c => c.StartsWith("__Host-session=", StringComparison.Ordinal));
        Assert.DoesNotContain("expires", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("max-age", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Who_has_no_password_proves_by_a_fresh_link()
    {
        var (visitor, user) = await _app.NewLoggedInAsync();

        var sent = await AskForLinkAsync(visitor, "/profile/delete");
        Assert.Equal("Your link is on its way", sent.Heading);
        var back = await visitor.OpenToTheEndAsync((await _app.ReadMailAsync(user.Email, "magic-link")).Link);

        Assert.Equal("/profile/delete", back.Address);
        Assert.Null(back.Document.QuerySelector("#Reauthentication_Password"));
        Assert.Single((await visitor.OpenAsync("/profile")).Document.QuerySelectorAll(".session"));
    }

    [Fact]
    public async Task Step_up_link_keeps_a_browser_session_cookie()
    {
        var user = await _app.NewUserAsync();
        var visitor = _app.NewVisitor();
        await visitor.SubmitAsync(await visitor.OpenAsync("/login"), "main form",
            ("Identifier", user.Email), ("Password", user.Password), ("RememberMe", "false"));
        await AskForLinkAsync(visitor, "/profile/delete");
        var landing = (await visitor.OpenAsync((await _app.ReadMailAsync(user.Email, "magic-link")).Link)).Location!;

        var proved = await visitor.OpenAsync(landing);

        var cookie = Assert.Single(proved.SetCookies, c => c.StartsWith("__Host-session=", StringComparison.Ordinal));
        Assert.DoesNotContain("expires", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Page_does_not_mention_a_link_that_was_not_sent()
    {
        var (visitor, _) = await _app.NewLoggedInAsync();

        Assert.Equal("/profile", (await visitor.OpenAsync("/profile/step-up-link")).Location);
        Assert.Equal("/profile/delete", (await visitor.OpenAsync("/profile/step-up-link?returnUrl=%2Fprofile%2Fdelete")).Location);
    }

    [Fact]
    public async Task Ending_all_sessions_logs_out_everywhere()
    {
        var (visitor, user) = await _app.NewLoggedInAsync();
        var other = _app.NewVisitor();
        await other.LogInAsync(user);

        var ended = await visitor.FollowAsync(await visitor.SubmitAsync(await visitor.OpenAsync("/profile/end-all-sessions"), "main form"));

        Assert.Equal("All your sessions have been ended. Log in again whenever you like.", ended.Notice);
        Assert.Equal("/login?returnUrl=%2Fprofile", (await visitor.OpenAsync("/profile")).Location);
        Assert.Equal("/login?returnUrl=%2Fprofile", (await other.OpenAsync("/profile")).Location);
    }

    [Fact]
    public async Task The_export_holds_profile_sessions_and_picture_and_no_secret()
    {
        var (visitor, user) = await _app.NewLoggedInAsync("Zoë \"Z\" Q");
        await visitor.UploadAsync(await visitor.OpenAsync("/profile"), TestPhotos.Jpeg());

        var response = await visitor.SubmitAsync(await visitor.OpenAsync("/profile/export"), "main form");

        using var zip = new ZipArchive(new MemoryStream(response.Bytes));
        Assert.Equal(["picture.webp", "profile.json", "sessions.json"], zip.Entries.Select(entry => entry.FullName).Order());
        var profile = JsonNode.Parse(await TextOfAsync(zip, "profile.json"))!;
        Assert.Equal((user.Name, user.Email), ((string?)profile["name"], (string?)profile["email"]));
        Assert.All((string[])["phone", "phoneVerified", "providerUserId", "fields"], field => Assert.Contains(field, profile.AsObject().Select(pair => pair.Key)));
        var sessions = await TextOfAsync(zip, "sessions.json");
        Assert.Equal("Chrome", (string?)JsonNode.Parse(sessions)![0]!["browser"]);
        Assert.DoesNotContain("oken", sessions);
        Assert.DoesNotContain("hash", await TextOfAsync(zip, "profile.json"));
        Assert.Contains("attachment", response.Header("Content-Disposition"));
    }

    [Fact]
    public async Task A_deleted_account_is_gone_with_its_picture_and_sessions()
    {
        var (visitor, user) = await _app.NewLoggedInAsync();
        var other = _app.NewVisitor();
        await other.LogInAsync(user);
        var profile = await visitor.FollowAsync(await visitor.UploadAsync(await visitor.OpenAsync("/profile"), TestPhotos.Jpeg()));
        var picture = profile.Document.QuerySelector(".portrait img")!.GetAttribute("src")!;

        var farewell = await visitor.FollowAsync(await visitor.DeleteAccountAsync(await visitor.OpenAsync("/profile/delete")));

        Assert.Equal("Goodbye", farewell.Heading);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.OpenAsync(picture)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _app.NewVisitor().TryLogInAsync(user.Email, user.Password)).Status);
        Assert.Equal("/login?returnUrl=%2Fprofile", (await other.OpenAsync("/profile")).Location);
        Assert.Null(visitor.Cookie("__Host-session"));
    }

    [Fact]
    public async Task A_deleted_account_leaves_no_picture_of_before_either()
    {
        var (visitor, _) = await _app.NewLoggedInAsync();
        var pictures = new List<string>();
        _app.Faults.Add(new Fault("storage/delete-file", FaultKind.Status, Times: 2));
        for (var i = 0; i < 3; i++)
        {
            var profile = await visitor.FollowAsync(await visitor.UploadAsync(await visitor.OpenAsync("/profile"), TestPhotos.Jpeg()));
            pictures.Add(profile.Document.QuerySelector(".portrait img")!.GetAttribute("src")!);
        }

        Assert.All(await Task.WhenAll(pictures.Select(visitor.OpenAsync)), picture => Assert.Equal(HttpStatusCode.OK, picture.Status));
        await visitor.DeleteAccountAsync(await visitor.OpenAsync("/profile/delete"));

        Assert.All(await Task.WhenAll(pictures.Select(visitor.OpenAsync)), picture => Assert.Equal(HttpStatusCode.NotFound, picture.Status));
    }

    [Fact]
    public async Task A_deleted_account_leaves_no_file_however_many_there_are()
    {
        const int files = 101;
        var (visitor, user) = await _app.NewLoggedInAsync();
        using var scope = _app.Services.CreateScope();
        var altogic = scope.ServiceProvider.GetRequiredService<AltogicClient>();
        var session = (await altogic.Auth.SignInWithEmailAsync(user.Email, user.Password)).Value.Session!.Token;
        var pictures = new List<string>();
        for (var i = 0; i < files; i++)
        {
            pictures.Add((await altogic.Storage.Bucket("root").UploadAsync(session, "old.webp", new byte[1], "image/webp")).Value.PublicPath!);
        }

        var farewell = await visitor.DeleteAccountAsync(await visitor.OpenAsync("/profile/delete"));

        Assert.Equal("/farewell", farewell.Location);
        foreach (var picture in pictures)
        {
            Assert.Equal(HttpStatusCode.NotFound, (await visitor.OpenAsync(picture)).Status);
        }
    }

    [Fact, Trait("Backend", "Embedded")]
    public async Task Deletion_includes_photos_of_a_former_setting()
    {
        var data = Directory.CreateTempSubdirectory("altogic-auth-moved-");
        try
        {
            var user = TestUser.New();
            string picture;
            await using (var before = new TestApp { DataDirectory = data, Settings = { ["Backend:PublicUrl"] = "https://before.example/e:local" } })
            {
                await before.NewUserAsync(user);
                var visitor = before.NewVisitor();
                await visitor.LogInAsync(user);
                var profile = await visitor.FollowAsync(await visitor.UploadAsync(await visitor.OpenAsync("/profile"), TestPhotos.Jpeg()));
                picture = new Uri(profile.Document.QuerySelector(".portrait img")!.GetAttribute("src")!).PathAndQuery;
            }

            await using var after = new TestApp { DataDirectory = data };
            var again = after.NewVisitor();
            await again.LogInAsync(user);
            Assert.Equal(HttpStatusCode.OK, (await again.OpenAsync(picture)).Status);

            using var export = new ZipArchive(new MemoryStream((await again.SubmitAsync(await again.OpenAsync("/profile/export"), "main form")).Bytes));
            Assert.Contains("picture.webp", export.Entries.Select(entry => entry.FullName));
            var removed = await again.FollowAsync(await again.SubmitAsync(await again.OpenAsync("/profile"), "form[action$='handler=Remove']"));

            Assert.Equal("Your picture has been removed.", removed.Notice);
            Assert.Equal(HttpStatusCode.NotFound, (await again.OpenAsync(picture)).Status);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("storage/delete-file")]
    [InlineData("signout-all-except")]
    [InlineData("object/delete")]
    public async Task A_deletion_that_broke_off_can_be_taken_up_again(string failing)
    {
        var (visitor, user) = await _app.NewLoggedInAsync();
        var profile = await visitor.FollowAsync(await visitor.UploadAsync(await visitor.OpenAsync("/profile"), TestPhotos.Jpeg()));
        var picture = profile.Document.QuerySelector(".portrait img")!.GetAttribute("src")!;
        var form = await visitor.OpenAsync("/profile/delete");
        _app.Faults.Add(new Fault(failing, FaultKind.Status, Times: 1));

        var failed = await visitor.DeleteAccountAsync(form);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, failed.Status);
        Assert.Equal(HttpStatusCode.OK, (await visitor.OpenAsync("/profile")).Status);

        var done = await visitor.SubmitAsync(failed, "main form");
        Assert.Equal("/farewell", done.Location);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.OpenAsync(picture)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _app.NewVisitor().TryLogInAsync(user.Email, user.Password)).Status);
    }

    [Theory]
    [InlineData("/profile/end-all-sessions")]
    [InlineData("/profile/delete")]
    public async Task Ending_a_session_clears_the_browser_cache(string address)
    {
        var (visitor, user) = await _app.NewLoggedInAsync();

        var over = await visitor.SubmitAsync(await visitor.OpenAsync(address), "main form", ("Confirmation", user.Email));

        Assert.Equal("\"cache\"", over.Header("Clear-Site-Data"));
    }

    [Fact]
    public async Task Deletion_with_a_lost_response_shows_the_farewell()
    {
        var (visitor, user) = await _app.NewLoggedInAsync();
        var form = await visitor.OpenAsync("/profile/delete");
        _app.Faults.Add(new Fault("object/delete", FaultKind.Drop, Times: 1));
        var lost = await visitor.DeleteAccountAsync(form);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, lost.Status);
        Assert.Equal("/", (await visitor.OpenAsync("/farewell")).Location);
        var other = _app.NewVisitor();
        await other.LogInAsync(user);
        await other.DeleteAccountAsync(await other.OpenAsync("/profile/delete"));

        var farewell = await visitor.FollowAsync(await visitor.SubmitAsync(lost, "main form"));

        Assert.Equal("Goodbye", farewell.Heading);
        Assert.Null(visitor.Cookie("__Host-session"));
    }

    [Fact]
    public async Task Ended_session_is_not_mistaken_for_a_deletion()
    {
        var (visitor, user) = await _app.NewLoggedInAsync();
        var form = await visitor.OpenAsync("/profile/delete");
        _app.Faults.Add(new Fault("signout-all-except", FaultKind.Drop, Times: 1));
        var failed = await visitor.DeleteAccountAsync(form);
        var other = _app.NewVisitor();
        await other.SubmitAsync(await other.LogInAsync(user), "form[action$='handler=EndOtherSessions']");

        var response = await visitor.FollowAsync(await visitor.SubmitAsync(failed, "main form"));

        Assert.Equal("/login?returnUrl=%2Fprofile%2Fdelete", response.Address);
    }

    [Fact]
    public async Task Farewell_shows_only_after_a_deletion()
    {
        Assert.Equal("/", (await _app.NewVisitor().OpenAsync("/farewell")).Location);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<Page> AskForLinkAsync(Visitor visitor, string address)
    {
        _app.Clock.Advance(TimeSpan.FromMinutes(6));
        var asking = await visitor.OpenAsync(address);
        return await visitor.FollowAsync(await visitor.SubmitAsync(asking, "form[action^='/profile/step-up-link']"));
    }

    private static async Task<string> TextOfAsync(ZipArchive zip, string name)
    {
        using var reader = new StreamReader(zip.GetEntry(name)!.Open());
        return await reader.ReadToEndAsync();
    }
}
