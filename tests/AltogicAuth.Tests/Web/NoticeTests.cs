using AltogicAuth.Tests.App;
using AltogicAuth.Web;

namespace AltogicAuth.Tests.Web;

public sealed class NoticeTests(TestApp app)
{
    [Theory]
    [InlineData("Session.Ended", NoticeKind.Information)]
    [InlineData("Logout.Done", NoticeKind.Success)]
    [InlineData("Logout.OnlyHere", NoticeKind.Warning)]
    [InlineData("Notice.password", NoticeKind.Danger)]
    public void Text_decides_on_the_kind_of_a_message(string textKey, NoticeKind kind) => Assert.Equal(kind, NoticeKinds.Of(textKey));

    [Fact]
    public async Task Security_notice_offers_to_change_the_password_and_to_end_all_sessions()
    {
        var (visitor, user) = await app.NewLoggedInAsync();
        const string password = "another fine phrase";
        await visitor.SubmitAsync(await visitor.OpenAsync("/profile/password"), "main form", ("CurrentPassword", user.Password), ("NewPassword", password));

        var page = await app.NewVisitor().LogInAsync(user with { Password = password });

        var notice = page.Document.QuerySelector(".notice-danger")!;
        Assert.NotNull(notice.QuerySelector("svg[aria-hidden=true]"));
        Assert.Equal(["/profile/password", "/profile/end-all-sessions"], notice.QuerySelectorAll("a").Select(link => link.GetAttribute("href")));
    }
}
