using System.Net;
using AltogicAuth.Accounts;
using AltogicAuth.RateLimiting;
using AltogicAuth.Tests.App;
using Microsoft.Extensions.DependencyInjection;
using Serilog.Events;

namespace AltogicAuth.Tests.RateLimiting;

public sealed class FormLimitTests
{
    [Theory]
    [InlineData("/login", RateLimitPolicy.Login)]
    [InlineData("/register", RateLimitPolicy.Register)]
    [InlineData("/login-with-magic-link", RateLimitPolicy.MagicLink)]
    [InlineData("/forgot-password", RateLimitPolicy.Reset)]
    public async Task An_account_can_be_tried_only_so_often_from_one_address(string address, RateLimitPolicy form)
    {
        await using var app = new LimitedApp(($"RateLimits:{form}:PerVisitor:PermitLimit", "3"), ("RateLimits:MailCooldown", "00:00:00"));
        var visitor = app.NewVisitor();
        var page = await visitor.OpenAsync(address);

        Assert.Equal(3, await PassedAsync(4, () => SubmitAsync(visitor, page, "ann@example.test")));
        Assert.Equal(1, await PassedAsync(1, () => SubmitAsync(visitor, page, "bob@example.test")));
        Assert.Equal(0, await PassedAsync(1, () => SubmitAsync(visitor, page, "ann@example.test")));
    }

    [Theory]
    [InlineData("/login", RateLimitPolicy.Login)]
    [InlineData("/register", RateLimitPolicy.Register)]
    [InlineData("/login-with-magic-link", RateLimitPolicy.MagicLink)]
    [InlineData("/forgot-password", RateLimitPolicy.Reset)]
    public async Task An_account_can_be_tried_only_so_often_from_wherever(string address, RateLimitPolicy form)
    {
        await using var app = new LimitedApp(($"RateLimits:{form}:PerAccount:PermitLimit", "3"), ("RateLimits:MailCooldown", "00:00:00"));
        var visitor = app.NewVisitor();
        var page = await visitor.OpenAsync(address);
        var number = 0;

        Assert.Equal(3, await PassedAsync(5, () =>
        {
            visitor.MoveTo(Moving.Address(number++));
            return SubmitAsync(visitor, page, "ann@example.test");
        }));
        Assert.Equal(1, await PassedAsync(1, () => SubmitAsync(visitor, page, "bob@example.test")));
    }

    [Theory]
    [InlineData("/login", RateLimitPolicy.Login)]
    [InlineData("/register", RateLimitPolicy.Register)]
    [InlineData("/login-with-magic-link", RateLimitPolicy.MagicLink)]
    [InlineData("/forgot-password", RateLimitPolicy.Reset)]
    public async Task All_spellings_of_an_address_share_its_limit(string address, RateLimitPolicy form)
    {
        await using var app = new LimitedApp(($"RateLimits:{form}:PerVisitor:PermitLimit", "3"), ("RateLimits:MailCooldown", "00:00:00"));
        var visitor = app.NewVisitor();
        var page = await visitor.OpenAsync(address);
        var spellings = new Queue<string>(["ann@bücher.example", "ann@xn--bcher-kva.example", "\u200BANN@BÜCHER.example", "ann@bücher。example"]);

        Assert.Equal(3, await PassedAsync(4, () => SubmitAsync(visitor, page, spellings.Dequeue())));
    }

    [Theory]
    [InlineData("/profile/password", RateLimitPolicy.Password)]
    [InlineData("/profile/email", RateLimitPolicy.Email)]
    [InlineData("/profile/delete", RateLimitPolicy.Password)]
    [InlineData("/profile/export", RateLimitPolicy.Password)]
    [InlineData("/profile/end-all-sessions", RateLimitPolicy.Password)]
    public async Task Nobody_guesses_on_at_the_password_of_a_session_left_open(string address, RateLimitPolicy form)
    {
        await using var app = new LimitedApp(($"RateLimits:{form}:PerVisitor:PermitLimit", "3"));
        var (visitor, _) = await app.NewLoggedInAsync();
        var (other, _) = await app.NewLoggedInAsync();
        app.Clock.Advance(TimeSpan.FromMinutes(6));

        Assert.Equal(3, await PassedAsync(4, () => GuessAsync(visitor)));
        Assert.Equal(1, await PassedAsync(1, () => GuessAsync(other)));

        async Task<Page> GuessAsync(Visitor who) => await who.SubmitAsync(await who.OpenAsync(address), "main form",
            ("CurrentPassword", "wrong"), ("NewPassword", "a brand new phrase"), ("Email", "new@example.test"), ("Proof.Password", "wrong"));
    }

    [Fact]
    public async Task An_account_can_upload_only_so_often()
    {
        await using var app = new LimitedApp(("RateLimits:Photo:PerVisitor:PermitLimit", "3"));
        var (visitor, _) = await app.NewLoggedInAsync();
        var page = await visitor.OpenAsync("/profile");

        Assert.Equal(3, await PassedAsync(4, () => visitor.UploadAsync(page, [1, 2, 3])));
    }

    [Fact]
    public async Task A_registration_of_an_address_that_a_hundred_wait_for_is_one_too_many()
    {
        await using var app = new LimitedApp();
        var user = TestUser.New();
        var turns = app.Services.GetRequiredService<KeyedLock>();
        var waiting = Enumerable.Range(0, 101).Select(_ => turns.TakeAsync(user.Email)).ToList();

        var refused = await app.NewVisitor().RegisterAsync(user);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
        Assert.Equal("2", refused.Header("Retry-After"));
        Assert.Equal(user.Email, refused.ValueOf("Input_Email"));
        foreach (var turn in waiting)
        {
            (await turn).Dispose();
        }

        Assert.Equal("/check-your-mail", (await app.NewVisitor().RegisterAsync(user)).Location);
    }

    [Fact]
    public async Task A_limit_that_was_hit_is_an_event_that_names_form_and_limit_and_nobody()
    {
        await using var app = new LimitedApp(("RateLimits:Login:PerVisitor:PermitLimit", "1"));
        await app.NewVisitor().TryLogInAsync("ann@example.test", "wrong");
        await app.NewVisitor().TryLogInAsync("ann@example.test", "wrong");

        var hit = Assert.Single(app.Log.Events, e => e.MessageTemplate.Text.StartsWith("Rate limit hit", StringComparison.Ordinal));
        Assert.Equal(LogEventLevel.Warning, hit.Level);
        Assert.Contains("1011", hit.Properties["EventId"].ToString());
        Assert.Equal("Rate limit exceeded: \"Login\" per \"visitor\"", hit.RenderMessage(null));
        Assert.NotNull(hit.TraceId);
    }

    private static Task<Page> SubmitAsync(Visitor visitor, Page page, string email) =>
        visitor.SubmitAsync(page, "main form", ("Email", email), ("Password", "a fine long phrase"), ("Name", "x"));

    /// <summary>How many of the presses were not told to wait.</summary>
    private static async Task<int> PassedAsync(int times, Func<Task<Page>> press)
    {
        var passed = 0;
        for (var i = 0; i < times; i++)
        {
            passed += (await press()).Status == HttpStatusCode.TooManyRequests ? 0 : 1;
        }

        return passed;
    }
}
