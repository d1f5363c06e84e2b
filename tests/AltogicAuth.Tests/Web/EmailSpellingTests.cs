using System.Net;
using AltogicAuth.Tests.App;

namespace AltogicAuth.Tests.Web;

/// <summary>One mailbox is one account, however it is spelled.</summary>
public sealed class EmailSpellingTests(TestApp app)
{
    private const string Domain = "bücher.example";
    private const string AsciiDomain = "xn--bcher-kva.example";

    /// <summary>Where <c>ann</c> stands for the name that the account has.</summary>
    public static TheoryData<string> Spellings =>
    [
        "ann@bücher.example", "ann@BÜCHER.EXAMPLE", "ANN@Bücher.Example", "ann@xn--bcher-kva.example", "ann@XN--BCHER-KVA.EXAMPLE",
        "ann@bu\u0308cher.example", "ann@BU\u0308CHER.example", // the letter and its dots apart
        "ann\uFF20bücher.example", "ann@\uFF42ü\uFF43\uFF48\uFF45\uFF52.example", // full width
        "ann@bücher\u3002example", "ann@bücher\uFF0Eexample", "ann@bücher\uFF61example", // full stops of East Asia
        .. Invisible.Select(character => $"{character}ann{character}@bü{character}cher.example{character}"),
        .. WhiteSpace.Select(blank => $"{blank}ann@bücher.example{blank}"),
    ];

    private static IEnumerable<string> Invisible =>
        ["\u00AD", "\u034F", "\u061C", "\u180E", "\u200B", "\u200C", "\u200D", "\u200E", "\u200F", "\u202A", "\u202B", "\u202C", "\u202D", "\u202E",
         "\u2060", "\u2061", "\u2066", "\u2067", "\u2068", "\u2069", "\u206F", "\uFE0F", "\uFEFF", "\uDB40\uDC01"];

    private static IEnumerable<string> WhiteSpace => [" ", "\t", "\u00A0", "\u2003", "\u2028", "\u202F", "\u3000", "\u200B \uFEFF"];

    [Theory, MemberData(nameof(Spellings))]
    public async Task Every_spelling_logs_in_to_the_same_account(string spelling)
    {
        var user = await app.NewUserAsync(NewUser());

        var login = await app.NewVisitor().TryLogInAsync(Spell(spelling, user), user.Password);

        Assert.Equal((HttpStatusCode.SeeOther, "/profile"), (login.Status, login.Location));
    }

    [Theory, MemberData(nameof(Spellings))]
    public async Task Another_spelling_registers_no_second_account(string spelling)
    {
        var user = NewUser();
        await app.NewVisitor().RegisterAsync(user with { Email = Spell(spelling, user) });

        await app.NewVisitor().RegisterAsync(user with { Password = "another fine phrase" });

        Assert.Equal("email-confirm", Assert.Single(await app.MailsToAsync(user.Email)).Action);
        await app.ConfirmAsync(user.Email);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.NewVisitor().TryLogInAsync(user.Email, "another fine phrase")).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await app.NewVisitor().TryLogInAsync(user.Email, user.Password)).Status);
    }

    [Theory]
    [InlineData("/login-with-magic-link", "magic-link")]
    [InlineData("/forgot-password", "reset-pwd")]
    public async Task Email_link_works_for_every_spelling(string form, string action)
    {
        var user = await app.NewUserAsync(NewUser());
        var visitor = app.NewVisitor();
        await visitor.AskForMagicLinkAsync($"\u200B{user.Email.Replace(AsciiDomain, Domain)}", form);

        var page = await visitor.OpenToTheEndAsync((await app.ReadMailAsync(user.Email, action)).Link);

        // Straight on: this browser asked for a link to this mailbox.
        Assert.Contains(user.Email.Replace(AsciiDomain, Domain), page.Text);
        Assert.Equal(HttpStatusCode.OK, page.Status);
    }

    [Fact]
    public async Task Password_reset_accepts_every_spelling()
    {
        var user = await app.NewUserAsync(NewUser());
        await app.NewVisitor().AskForMagicLinkAsync(user.Email, "/forgot-password");
        var visitor = app.NewVisitor();
        var form = await visitor.OpenToTheEndAsync((await app.ReadMailAsync(user.Email, "reset-pwd")).Link);

        var changed = await visitor.SubmitAsync(form, "main form",
            ("Email", Spell("\uFEFFANN@BÜCHER.example", user)), ("NewPassword", "a brand new phrase"));

        Assert.Equal("/profile", changed.Location);
    }

    [Fact]
    public async Task Lookalike_domain_is_shown_in_ascii_before_sign_in()
    {
        var stranger = await app.NewUserAsync(TestUser.New() with { Email = $"ada-{Guid.NewGuid():N}@xn--pple-43d.example" });
        await app.NewVisitor().AskForMagicLinkAsync(stranger.Email);
        var (visitor, _) = await app.NewLoggedInAsync();

        var landing = await visitor.OpenToTheEndAsync((await app.ReadMailAsync(stranger.Email, "magic-link")).Link);
        var question = await visitor.FollowAsync(await visitor.SubmitAsync(landing, "main form"));

        Assert.Contains(stranger.Email.Replace("xn--pple-43d", "\u0430pple"), question.Text);
        Assert.Contains(stranger.Email, question.Text);
    }

    [Theory]
    [InlineData("ann@gma\u0131l.com")]
    [InlineData("ANN@GMA\u0130L.COM")]
    public async Task Turkish_i_in_a_known_domain_is_a_typo(string email)
    {
        var questioned = await app.NewVisitor().AskForMagicLinkAsync(email);

        Assert.StartsWith("Did you mean ann@gmail.com?", questioned.ErrorOf("Input_Identifier"));
    }

    [Fact]
    public async Task Change_to_another_spelling_is_rejected()
    {
        var user = await app.NewUserAsync(NewUser());
        var visitor = app.NewVisitor();
        await visitor.LogInAsync(user);

        var rejected = await visitor.SubmitAsync(await visitor.OpenAsync("/profile/email"), "main form",
            ("Email", Spell("ANN@bücher。example", user)), ("CurrentPassword", user.Password));

        Assert.Equal("This is already your address.", rejected.ErrorOf("Input_Email"));
    }

    [Theory]
    [InlineData("ann@bücher.example", "bücher und ann")]
    [InlineData("ann@xn--bcher-kva.example", "bücher 2026")]
    public async Task Password_of_the_unicode_domain_is_rejected(string email, string password)
    {
        var rejected = await app.NewVisitor().RegisterAsync(
            NewUser() with { Name = "Ann Und", Email = email, Password = password });

        Assert.NotNull(rejected.ErrorOf("Input_Password"));
    }

    private static string Spell(string spelling, TestUser user) =>
        spelling.Replace("ann", user.Email.Split('@')[0]).Replace("ANN", user.Email.Split('@')[0].ToUpperInvariant());

    private static TestUser NewUser()
    {
        var user = TestUser.New();
        return user with { Email = user.Email.Replace("example.test", AsciiDomain) };
    }
}
