using System.Net;
using AltogicAuth.Tests.App;
using AltogicAuth.Web;

namespace AltogicAuth.Tests.Web;

public sealed class EmailTypoTests(TestApp app)
{
    private const string Phrase = "a fine long phrase";

    [Theory]
    [InlineData("/register", "email-confirm")]
    [InlineData("/login-with-magic-link", "magic-link")]
    [InlineData("/forgot-password", "reset-pwd")]
    [InlineData("/resend-verification", "email-confirm")]
    [InlineData("/profile/email", "change-email")]
    public async Task Mistyped_domain_is_questioned_once(string address, string mail)
    {
        var name = $"ann-{Guid.NewGuid():N}";
        var typed = $"{name}@gmial.com";
        var visitor = await NewVisitorAsync(address, TestUser.New() with { Email = typed, Password = Phrase });
        var before = (await app.MailsToAsync(typed)).Count;

        var asked = await SubmitAsync(visitor, await visitor.OpenAsync(address), typed);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, asked.Status);
        Assert.Equal($"Did you mean {name}@gmail.com? Correct it, or select the button again to keep the address that you typed. You'll need to enter passwords again.", asked.ErrorOf(address == "/profile/email" ? "Input_Email" : "Input_Identifier"));
        Assert.Equal(before, (await app.MailsToAsync(typed)).Count);

        var taken = await SubmitAsync(visitor, asked, typed);
        Assert.True(taken.Status is HttpStatusCode.SeeOther or HttpStatusCode.OK, $"{taken.Status}");
        await app.ReadMailAsync(typed, mail);
        Assert.Equal(before + 1, (await app.MailsToAsync(typed)).Count);
    }

    [Fact]
    public async Task Typo_question_is_translated()
    {
        var visitor = app.NewVisitor();
        visitor.Headers.Add("Accept-Language", "tr");

        var asked = await visitor.AskForMagicLinkAsync("ann@gmial.com");

        Assert.StartsWith("Şunu mu demek istediniz: ann@gmail.com?", asked.ErrorOf("Input_Identifier"));
    }

    [Fact]
    public async Task Accepted_address_is_kept_until_the_form_is_valid()
    {
        var visitor = app.NewVisitor();
        var typed = $"ann-{Guid.NewGuid():N}@gmial.com";
        var form = await visitor.OpenAsync("/register");

        var noAddress = await visitor.SubmitAsync(form, "main form", ("Identifier", ""), ("Name", "Ann"), ("Password", Phrase));
        Assert.Null(noAddress.Document.QuerySelector("[name='Input.AcceptedEmail']"));

        var asked = await visitor.SubmitAsync(noAddress, "main form", ("Identifier", typed), ("Password", "short"));
        Assert.StartsWith("Did you mean", asked.ErrorOf("Input_Identifier"));
        Assert.Equal("A password needs 8 characters or more.", asked.ErrorOf("Input_Password"));

        var stillShort = await visitor.SubmitAsync(asked, "main form", ("Password", "short"));
        Assert.Null(stillShort.ErrorOf("Input_Identifier"));

        Assert.Equal("/check-your-mail", (await visitor.SubmitAsync(stillShort, "main form", ("Password", Phrase))).Location);
    }

    [Fact]
    public async Task Another_mistyped_domain_is_questioned_again()
    {
        var visitor = app.NewVisitor();
        var asked = await visitor.AskForMagicLinkAsync($"ann-{Guid.NewGuid():N}@gmial.com");

        var askedAgain = await visitor.SubmitAsync(asked, "main form", ("Identifier", $"ann-{Guid.NewGuid():N}@hotmial.com"));

        Assert.Contains("@hotmail.com", askedAgain.ErrorOf("Input_Identifier"));
    }

    [Fact]
    public async Task Accepted_address_is_not_questioned_on_resend()
    {
        await using var own = new TestApp();
        var user = TestUser.New() with { Email = $"ann-{Guid.NewGuid():N}@gmial.com" };
        var visitor = own.NewVisitor();
        var checkMail = await visitor.FollowAsync(await visitor.SubmitAsync(await visitor.RegisterAsync(user), "main form", ("Password", user.Password)));
        own.Clock.Advance(TimeSpan.FromMinutes(2));

        var sent = await visitor.SubmitAsync(checkMail, "main form");

        Assert.Equal(HttpStatusCode.SeeOther, sent.Status);
        Assert.Equal(2, (await own.MailsToAsync(user.Email)).Count);
    }

    [Fact]
    public async Task Login_does_not_question_the_address()
    {
        var rejected = await app.NewVisitor().TryLogInAsync("ann@gmial.com", "wrong");

        Assert.Equal(HttpStatusCode.Unauthorized, rejected.Status);
        Assert.DoesNotContain("gmail.com", rejected.Text);
        Assert.Equal("ann@gmial.com", rejected.ValueOf("Input_Identifier"));
    }

    [Theory]
    [InlineData("ann@gmial.com", "ann@gmail.com")] // swapped neighbours
    [InlineData("ann@gmal.com", "ann@gmail.com")] // missing letter
    [InlineData("ann@gmaill.com", "ann@gmail.com")] // additional letter
    [InlineData("ann@hotnail.com", "ann@hotmail.com")] // wrong letter
    [InlineData("ann@gmail.com", null)]
    [InlineData("ann@ymail.com", null)] // one letter from gmail.com, but known
    [InlineData("ann@example.test", null)]
    [InlineData("gmial.com", null)]
    [InlineData("", null)]
    public void One_typo_in_a_known_domain_is_recognized(string typed, string? suggested) =>
        Assert.Equal(suggested, EmailTypo.Suggest(typed));

    private async Task<Visitor> NewVisitorAsync(string address, TestUser user)
    {
        var visitor = app.NewVisitor();
        switch (address)
        {
            case "/login-with-magic-link" or "/forgot-password":
                await app.NewUserAsync(user);
                break;

            case "/resend-verification":
                await app.NewUnconfirmedUserAsync(user);
                break;

            case "/profile/email":
                await visitor.LogInAsync(await app.NewUserAsync(user with { Email = TestUser.New().Email }));
                break;
        }

        return visitor;
    }

    private static Task<Page> SubmitAsync(Visitor visitor, Page page, string email) =>
        visitor.SubmitAsync(page, "main form", ("Name", "Ann"), ("Identifier", email), ("Email", email), ("Password", Phrase), ("CurrentPassword", Phrase));
}
