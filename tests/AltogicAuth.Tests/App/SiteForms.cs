using AltogicAuth.Tests.Photos;

namespace AltogicAuth.Tests.App;

/// <summary>A form of the site: how to get it in front of you, and what is typed into it.</summary>
public sealed record SiteForm(Func<TestApp, Task<(Visitor Visitor, Page Page)>> OpenAsync, params string[] Fields);

/// <summary>Every form of the site, by where it posts to. A test compares them with what the app serves.</summary>
public static class SiteForms
{
    public static IReadOnlyDictionary<string, SiteForm> All { get; } = new Dictionary<string, SiteForm>
    {
        ["/login"] = new(Stranger("/login"), "Input.Identifier", "Input.Password"),
        ["/register"] = new(Stranger("/register"), "Input.Name", "Input.Identifier", "Input.Password"),
        ["/login-with-magic-link"] = new(Stranger("/login-with-magic-link"), "Input.Identifier"),
        ["/forgot-password"] = new(Stranger("/forgot-password"), "Input.Identifier"),
        ["/resend-verification"] = new(Stranger("/resend-verification"), "Input.Identifier"),
        ["/check-your-mail"] = new(MailRequestedAsync),
        ["/auth-redirect"] = new(Stranger("/auth-redirect?status=200&access_token=a&action=magic-link")),
        ["/auth-redirect?handler=Decline"] = new(OtherUsersLinkAsync),
        ["/auth-redirect/provider"] = new(ProviderQuestionAsync),
        ["/auth-redirect/provider?handler=Decline"] = new(ProviderQuestionAsync),
        ["/auth-redirect/new-password"] = new(Stranger("/auth-redirect?status=200&access_token=a&action=reset-pwd"), "Input.Email", "Input.NewPassword"),
        ["/enter-code"] = new(PendingCode("/login-with-magic-link"), "Input.Code"),
        ["/enter-code?handler=Resend"] = new(PendingCode("/login-with-magic-link")),
        ["/enter-code/new-password"] = new(PendingCode("/forgot-password"), "Input.Code", "Input.NewPassword"),
        ["/enter-code/new-password?handler=Resend"] = new(PendingCode("/forgot-password")),
        ["/preferences"] = new(Stranger("/login"), "theme", "language", "returnUrl"),
        ["/logout"] = new(Member("/profile")),
        ["/profile?handler=Name"] = new(Member("/profile"), "NameForm.Name"),
        ["/profile?handler=EndSession"] = new(Member("/profile"), "id"),
        ["/profile?handler=EndOtherSessions"] = new(Member("/profile")),
        ["/profile/photo"] = new(Member("/profile/photo"), "Photo", "Crop"),
        ["/profile/photo?handler=Remove"] = new(Member("/profile")),
        ["/profile/password"] = new(Member("/profile/password"), "Input.CurrentPassword", "Input.NewPassword"),
        ["/profile/email"] = new(Member("/profile/email"), "Input.Email", "Input.CurrentPassword"),
        ["/profile/phone"] = new(Member("/profile/phone"), "Input.Phone", "Input.CurrentPassword"),
        ["/profile/end-all-sessions"] = new(MemberOfAWhile("/profile/end-all-sessions"), "Reauthentication.Password"),
        ["/profile/export"] = new(MemberOfAWhile("/profile/export"), "Reauthentication.Password"),
        ["/profile/delete"] = new(MemberOfAWhile("/profile/delete"), "Input.Confirmation", "Reauthentication.Password"),
        ["/profile/password-check?handler=Keep"] = new(ConfirmedElsewhereAsync),
        ["/profile/password-check?handler=Replace"] = new(ConfirmedElsewhereAsync),
        ["/profile/step-up-link"] = new(MemberOfAWhile("/profile/delete")),
    };

    private static Func<TestApp, Task<(Visitor, Page)>> Stranger(string address) => async app =>
    {
        var visitor = app.NewVisitor();
        return (visitor, await visitor.OpenToTheEndAsync(address));
    };

    private static Func<TestApp, Task<(Visitor, Page)>> PendingCode(string address) => async app =>
    {
        var visitor = app.NewVisitor();
        var page = await visitor.SubmitAsync(await visitor.OpenAsync(address), "main form", ("Identifier", TestPhone.New()));
        return (visitor, await visitor.FollowAsync(page));
    };

    // With a picture and a second session, so that every form of the profile is there.
    private static Func<TestApp, Task<(Visitor, Page)>> Member(string address) => async app =>
    {
        var (visitor, user) = await app.NewLoggedInAsync();
        await app.NewVisitor().LogInAsync(user);
        await visitor.UploadAsync(await visitor.OpenAsync("/profile"), TestPhotos.Jpeg(64, 64));
        return (visitor, await visitor.OpenToTheEndAsync(address));
    };

    private static Func<TestApp, Task<(Visitor, Page)>> MemberOfAWhile(string address) => async app =>
    {
        var (visitor, _) = await app.NewLoggedInAsync();
        app.Clock.Advance(TimeSpan.FromMinutes(6));
        return (visitor, await visitor.OpenAsync(address));
    };

    private static async Task<(Visitor, Page)> MailRequestedAsync(TestApp app)
    {
        var visitor = app.NewVisitor();
        return (visitor, await visitor.FollowAsync(await visitor.AskForMagicLinkAsync(TestUser.New().Email)));
    }

    private static async Task<(Visitor, Page)> ConfirmedElsewhereAsync(TestApp app)
    {
        var user = await app.NewUnconfirmedUserAsync();
        var visitor = app.NewVisitor();
        var button = await visitor.OpenToTheEndAsync((await app.ReadMailAsync(user.Email, "email-confirm")).Link);
        return (visitor, await visitor.FollowAsync(await visitor.SubmitAsync(button, "main form")));
    }

    private static async Task<(Visitor, Page)> ProviderQuestionAsync(TestApp app)
    {
        var visitor = app.NewVisitor();
        return (visitor, await visitor.OpenToTheEndAsync("/e:local/_auth/google/stand-in/verified"));
    }

    private static async Task<(Visitor, Page)> OtherUsersLinkAsync(TestApp app)
    {
        var other = await app.NewUserAsync();
        await app.NewVisitor().AskForMagicLinkAsync(other.Email);
        var visitor = app.NewVisitor();
        await visitor.AskForMagicLinkAsync(TestUser.New().Email);
        return (visitor, await visitor.OpenToTheEndAsync((await app.ReadMailAsync(other.Email, "magic-link")).Link));
    }
}
