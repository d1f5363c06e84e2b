using System.Net;
using AltogicAuth.Backend.Testing;
using AltogicAuth.Tests.App;
using AltogicAuth.Tests.Photos;
using NetVips;

namespace AltogicAuth.Tests.Pages;

public sealed class PhotoTests(TestApp app)
{
    [Fact]
    public async Task Uploaded_photo_replaces_the_former_one()
    {
        var (visitor, _) = await app.NewLoggedInAsync();
        var initials = await visitor.OpenAsync("/profile");
        Assert.Equal("AL", initials.Document.QuerySelector("svg text")!.TextContent);

        var first = await visitor.FollowAsync(await visitor.UploadAsync(initials, TestPhotos.Jpeg()));
        var second = await visitor.FollowAsync(await visitor.UploadAsync(first, TestPhotos.Png(), "me.png", "image/png"));

        Assert.Equal("Your picture has been saved.", second.Notice);
        Assert.NotEqual(PictureOf(first), PictureOf(second));
        var shown = await visitor.OpenAsync(PictureOf(second)!);
        Assert.Equal("image/webp", shown.Header("Content-Type"));
        Assert.Equal("nosniff", shown.Header("X-Content-Type-Options"));
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.OpenAsync(PictureOf(first)!)).Status);
    }

    [Theory]
    [InlineData("0,0,1", "red")]
    [InlineData("0.6667,0,1", "blue")]
    [InlineData("0.7,0.2,0.5", "blue")]
    [InlineData("", "green")]
    [InlineData("-0.1,0,1", "green")]
    [InlineData("0,0,0", "green")]
    [InlineData("0.9,0,1", "green")]
    [InlineData("NaN,0,1", "green")]
    [InlineData("left", "green")]
    public async Task Chosen_square_is_kept_and_an_invalid_one_means_the_centre(string crop, string colour)
    {
        var (visitor, _) = await app.NewLoggedInAsync();

        var profile = await visitor.FollowAsync(await visitor.UploadAsync(await visitor.OpenAsync("/profile"), TestPhotos.ThreeColours(), crop: crop));

        var photo = Image.NewFromBuffer((await visitor.OpenAsync(PictureOf(profile)!)).Bytes);
        foreach (var (x, y) in new[] { (8, 8), (503, 503) })
        {
            var pixel = photo[x, y];
            Assert.Equal(colour, new[] { "red", "green", "blue" }[Array.IndexOf(pixel, pixel.Max())]);
        }
    }

    [Fact]
    public async Task A_removed_picture_is_gone_and_initials_come_back()
    {
        var (visitor, _) = await app.NewLoggedInAsync();
        var profile = await visitor.FollowAsync(await visitor.UploadAsync(await visitor.OpenAsync("/profile"), TestPhotos.Jpeg()));

        var removed = await visitor.FollowAsync(await visitor.SubmitAsync(profile, "form[action$='handler=Remove']"));

        Assert.Equal("Your picture has been removed.", removed.Notice);
        Assert.Null(PictureOf(removed));
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.OpenAsync(PictureOf(profile)!)).Status);
    }

    [Fact]
    public async Task Photo_page_removes_a_photo_after_a_rejection()
    {
        var (visitor, _) = await app.NewLoggedInAsync();
        await visitor.UploadAsync(await visitor.OpenAsync("/profile"), TestPhotos.Jpeg(64, 64));

        var page = await visitor.OpenAsync("/profile/photo");
        var rejected = await visitor.UploadAsync(page, "no picture"u8.ToArray());

        foreach (var shown in new[] { page, rejected })
        {
            Assert.NotNull(shown.Document.QuerySelector("form[action='/profile/photo?handler=Remove']"));
        }
    }

    [Fact]
    public async Task Photo_without_room_is_rejected_at_its_field()
    {
        await using var own = new TestApp { Settings = { ["Backend:Storage:MaxTotalBytes"] = "10" } };
        var (visitor, _) = await own.NewLoggedInAsync();

        var rejected = await visitor.UploadAsync(await visitor.OpenAsync("/profile/photo"), TestPhotos.Jpeg());

        Assert.Equal(HttpStatusCode.UnprocessableEntity, rejected.Status);
        Assert.Contains("There is no room for your picture at the moment.", rejected.Document.QuerySelector("#Photo-error")!.TextContent);
    }

    [Fact]
    public async Task Missing_empty_and_20_MB_files_are_rejected()
    {
        var (visitor, _) = await app.NewLoggedInAsync();
        var profile = await visitor.OpenAsync("/profile");

        var none = await visitor.SubmitAsync(profile, "form[enctype]");
        var empty = await visitor.UploadAsync(profile, []);
        var large = await visitor.UploadAsync(profile, new byte[20 * 1024 * 1024]);
        var html = await visitor.UploadAsync(profile, "<html>"u8.ToArray(), "me.png", "image/png");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, none.Status);
        Assert.Contains("Choose a picture first.", none.Text);
        Assert.Contains("Choose a picture first.", empty.Text);
        Assert.Contains("A picture can be up to 5 MB.", large.Text);
        Assert.Contains("not a JPEG, PNG, WebP or GIF", html.Text);
    }

    [Fact]
    public async Task Body_over_every_limit_is_rejected_with_a_page()
    {
        var (visitor, _) = await app.NewLoggedInAsync();
        var profile = await visitor.OpenAsync("/profile");

        var rejected = await visitor.UploadAsync(profile, new byte[33 * 1024 * 1024]);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, rejected.Status);
        Assert.Equal("That picture was too large", rejected.Heading);
    }

    [Fact]
    public async Task Anonymous_upload_redirects_before_its_body_is_read()
    {
        var rejected = await app.NewVisitor().SendAsync(new HttpRequestMessage(HttpMethod.Post, "/profile/photo")
        {
            Content = new MultipartFormDataContent { { new ByteArrayContent(new byte[300_000]), "Photo", "me.jpg" } },
        });

        Assert.Equal("/login?returnUrl=%2Fprofile%2Fphoto", rejected.Location);
    }

    [Theory]
    [InlineData(400, HttpStatusCode.UnprocessableEntity, true)]
    [InlineData(503, HttpStatusCode.ServiceUnavailable, false)] // the change may have been made all the same
    public async Task Rejected_update_deletes_the_new_file(int fault, HttpStatusCode status, bool isDeleted)
    {
        await using var own = new TestApp();
        var (visitor, _) = await own.NewLoggedInAsync();
        var profile = await visitor.OpenAsync("/profile");
        own.Faults.Add(new Fault("object/update", FaultKind.Status, Status: fault));
        own.Faults.ClearCalls();

        var failed = await visitor.UploadAsync(profile, TestPhotos.Jpeg());

        Assert.Equal(status, failed.Status);
        Assert.Equal(isDeleted, own.Faults.Calls.Contains("POST storage/delete-file"));
        Assert.Null(PictureOf(await visitor.OpenAsync("/profile")));
    }

    [Fact]
    public async Task Fifty_uploads_do_not_hold_up_a_sign_in()
    {
        await using var own = new TestApp();
        var (visitor, user) = await own.NewLoggedInAsync();
        var profile = await visitor.OpenAsync("/profile");
        var picture = TestPhotos.Jpeg(2500, 2000);
        var stranger = own.NewVisitor();
        var form = await stranger.OpenAsync("/login");
        var uploads = Enumerable.Range(0, 50).Select(_ => Task.Run(() => visitor.UploadAsync(profile, picture))).ToList();
        own.Faults.ClearCalls();

        var login = await stranger.SubmitAsync(form, "main form", ("Identifier", user.Email), ("Password", user.Password));

        Assert.Equal("/profile", login.Location);
        Assert.Contains(uploads, upload => !upload.IsCompleted);
        Assert.Single(own.Faults.Calls, call => call == "POST auth/signin-email");
        Assert.All(await Task.WhenAll(uploads), upload => Assert.Equal("/profile", upload.Location));
    }

    [Fact]
    public async Task Photos_go_to_the_configured_bucket()
    {
        await using var own = new TestApp { Settings = { ["Photos:Bucket"] = "pictures" } };
        var (visitor, _) = await own.NewLoggedInAsync();

        var profile = await visitor.FollowAsync(await visitor.UploadAsync(await visitor.OpenAsync("/profile"), TestPhotos.Jpeg()));

        Assert.Equal(HttpStatusCode.OK, (await visitor.OpenAsync(PictureOf(profile)!)).Status);
    }

    [Theory]
    [InlineData("Photos:Timeout", "-00:00:01")]
    [InlineData("Photos:Timeout", "1.00:00:00")]
    [InlineData("Photos:Bucket", "")]
    public void Invalid_photo_setting_stops_the_start(string setting, string value)
    {
        using var own = new TestApp { Settings = { [setting] = value } };

        Assert.Contains(setting, Assert.ThrowsAny<Exception>(() => own.Server).Message);
    }

    [Fact]
    public async Task A_file_name_from_the_client_counts_for_nothing()
    {
        var (visitor, _) = await app.NewLoggedInAsync();

        var saved = await visitor.UploadAsync(await visitor.OpenAsync("/profile"), TestPhotos.Jpeg(), "../../evil.cshtml", "text/html");

        var shown = await visitor.OpenAsync(PictureOf(await visitor.FollowAsync(saved))!);
        Assert.Equal("image/webp", shown.Header("Content-Type"));
        Assert.DoesNotContain("evil", shown.Header("Content-Disposition") ?? "");
    }

    private static string? PictureOf(Page page) => page.Document.QuerySelector(".portrait img")?.GetAttribute("src");
}
