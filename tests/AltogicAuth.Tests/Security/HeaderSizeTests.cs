using System.Net;
using AltogicAuth.Tests.App;
using AltogicAuth.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;

namespace AltogicAuth.Tests.Security;

/// <summary>
/// The longest of everything: tokens of 1,000 characters, a name of the site of 20, addresses of 254, and a return URL as long as is
/// kept. <see cref="Visitor"/> looks at the header of each response, here as in every other test.
/// </summary>
public sealed class HeaderSizeTests : IAsyncDisposable
{
    // nginx reads each line of a request into a buffer of 8 kB, and a browser sends all cookies on one.
    private const int RequestLineLimit = 8_192;

    private static readonly string LongestReturnUrl = $"/{new string('x', ReturnUrl.MaxEncodedLength - "%2F".Length)}";

    private readonly TestApp _app = NewApp();

    [Fact]
    public async Task Sign_in_by_link_sends_headers_below_4_kB()
    {
        var visitor = await NewVisitorAsync();
        var user = await NewUserAsync();
        await LeaveResetPendingAsync(visitor, user);
        await visitor.AskForMagicLinkAsync(user.Email, $"/login-with-magic-link{ReturnUrl.Query(LongestReturnUrl)}");
        var link = (await _app.ReadMailAsync(user.Email, "magic-link")).Link;
        visitor.Headers.Add("Sec-Purpose", "prefetch");
        await visitor.OpenToTheEndAsync(link);
        visitor.Headers.Remove("Sec-Purpose");
        AssertSendable(visitor);

        var signIn = await visitor.SubmitAsync(await visitor.OpenAsync("/auth-redirect"), "main form");

        Assert.Equal(LongestReturnUrl, signIn.Location);
        Assert.Equal(["correlation", "device", "flash", "method", "pending", "reset", "session"], NamesOf(signIn));
    }

    [Fact]
    public async Task Sign_in_after_a_reset_sends_headers_below_4_kB()
    {
        var visitor = await NewVisitorAsync();
        var user = await NewUserAsync();
        user = await LeaveResetPendingAsync(visitor, user);

        var signIn = await visitor.TryLogInAsync(user.Email, user.Password, $"/login{ReturnUrl.Query(LongestReturnUrl)}");

        Assert.Equal(LongestReturnUrl, signIn.Location);
        Assert.Equal(["device", "flash", "reset", "session"], NamesOf(signIn));
    }

    [Fact]
    public async Task Link_of_another_account_sends_headers_below_4_kB()
    {
        var visitor = await NewVisitorAsync();
        var (user, other) = (await NewUserAsync(), await NewUserAsync());
        await visitor.AskForMagicLinkAsync(other.Email, $"/login-with-magic-link{ReturnUrl.Query(LongestReturnUrl)}");
        await visitor.LogInAsync(user);
        var link = (await _app.ReadMailAsync(other.Email, "magic-link")).Link;

        var question = await visitor.OpenToTheEndAsync(link);

        Assert.Contains(other.Email, question.Text);
        AssertSendable(visitor);
    }

    [Theory]
    [InlineData("/auth-redirect?status=200&action=magic-link&access_token=")]
    [InlineData("/auth-redirect?status=200&action=reset-pwd&access_token=")]
    public async Task Longest_mailed_token_sends_headers_below_4_kB(string landing)
    {
        var kept = await _app.NewVisitor().OpenAsync(landing + new string('a', 1_024));

        Assert.Equal(["pending"], NamesOf(kept));
    }

    [Theory]
    [InlineData('x', 1_500)]
    [InlineData('&', 1_980)]
    public async Task Too_long_return_url_is_dropped_behind_nginx(char letter, int length)
    {
        await using var nginx = new Nginx();
        await using var app = NewApp(onSocket: true);
        app.Settings["Backend:EmailConfirmation"] = "false";
        app.UseKestrel(0);
        app.StartServer();
        await nginx.StartAsync($"location / {{ proxy_pass {app.ClientOptions.BaseAddress}; proxy_set_header X-Forwarded-Proto $scheme; }}");
        var visitor = new Visitor(app, nginx.Address, nginx.NewHandler());
        var user = TestUser.New();
        app.Secrets.Add(user.Email);
        var tooLong = $"/profile?{new string(letter, length)}";
        var query = ReturnUrl.Query(tooLong);

        Assert.Equal("/login", (await visitor.OpenAsync(tooLong)).Location);
        Assert.Equal(HttpStatusCode.OK, (await visitor.OpenAsync($"/login{query}")).Status);
        Assert.Equal("/profile", (await visitor.RegisterAsync(user, $"/register{query}")).Location);
        await visitor.LogOutAsync();
        Assert.Equal("/profile", (await visitor.TryLogInAsync(user.Email, user.Password, $"/login{query}")).Location);
    }

    [Fact]
    public async Task Too_many_storage_origins_stop_the_start()
    {
        await using var app = NewApp();
        app.Settings["Altogic:StorageOrigins"] = string.Join(' ', Enumerable.Range(0, 30).Select(number => $"https://files-{number}.storage.example.com"));

        Assert.Contains("Altogic:StorageOrigins", Assert.ThrowsAny<Exception>(() => app.Server).Message);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>Somebody whose browser has signed in to as many accounts as it remembers.</summary>
    private async Task<Visitor> NewVisitorAsync()
    {
        var visitor = _app.NewVisitor();
        for (var account = 0; account < 3; account++)
        {
            await visitor.LogInAsync(await NewUserAsync());
            await visitor.LogOutAsync();
        }

        return visitor;
    }

    private Task<TestUser> NewUserAsync()
    {
        var user = TestUser.New();
        return _app.NewUserAsync(user with { Email = $"{user.Email.Split('@')[0]}@{string.Join('.', Enumerable.Repeat(new string('y', 60), 3))}.{new string('z', 29)}" });
    }

    /// <summary>A new password was set here, and the address beside it mistyped: the next sign-in ends the older sessions.</summary>
    private async Task<TestUser> LeaveResetPendingAsync(Visitor visitor, TestUser user)
    {
        await visitor.SubmitAsync(await visitor.OpenAsync("/forgot-password"), "main form", ("Identifier", user.Email));
        var reset = await visitor.OpenToTheEndAsync((await _app.ReadMailAsync(user.Email, "reset-pwd")).Link);
        var renewed = user with { Password = "a brand new phrase" };
        await visitor.SubmitAsync(reset, "main form", ("Email", "somebody@example.test"), ("NewPassword", renewed.Password));
        return renewed;
    }

    private static void AssertSendable(Visitor visitor) =>
        Assert.InRange(visitor.Cookies.GetAllCookies().Sum(cookie => $"{cookie.Name}={cookie.Value}; ".Length) + "Cookie: ".Length, 1, RequestLineLimit);

    private static IEnumerable<string> NamesOf(Page page) => page.SetCookies.Select(cookie => cookie.Split('=')[0].Split('-')[^1]).Order();

    private static TestApp NewApp(bool onSocket = false) => new()
    {
        OnSocket = onSocket,
        Settings = { ["Site:Name"] = new string('n', 20) },
        Wire = services => services.PostConfigureAll<HttpClientFactoryOptions>(options =>
            options.HttpMessageHandlerBuilderActions.Add(handler => handler.AdditionalHandlers.Add(new LongTokens(1_000)))),
    };
}
