namespace AltogicAuth.Backend.Tests;

/// <summary>One mailbox is one user, however a caller spells its address.</summary>
public sealed class EmailTests
{
    private const string Canonical = "ann@xn--bcher-kva.example";
    private const string Password = "secret phrase";

    public static TheoryData<string> Spellings =>
    [
        "ann@bücher.example", " ANN@BÜCHER.EXAMPLE\t", "ann@bu\u0308cher.example", "ann@XN--BCHER-KVA.example", "ann@bücher。example",
        "\uFF41\uFF4E\uFF4E\uFF20bücher\uFF0Eexample", "\u200Bann@bücher.example\uFEFF", "\u00A0ann@bücher.example\u3000", "a\u200Dnn@b\u00ADücher.example\u200C",
    ];

    [Theory, MemberData(nameof(Spellings))]
    public async Task Every_spelling_reaches_the_same_user(string spelling)
    {
        await using var backend = await BackendHost.StartAsync();
        var caller = backend.NewCaller();
        await caller.PostAsync("auth/signup-email", new { email = Canonical, password = Password });

        Assert.Equal("email_not_unique", (await caller.PostAsync("auth/signup-email", new { email = spelling, password = Password })).Code);
        Assert.Equal("email_not_verified", (await caller.PostAsync("auth/signin-email", new { email = spelling, password = Password })).Code);
        Assert.Equal(200, (await caller.PostAsync($"auth/resend?email={Uri.EscapeDataString(spelling)}")).Status);
        Assert.Equal(2, (await caller.MailsAsync(Canonical)).Count);
        Assert.Equal(2, (await caller.MailsAsync()).Count);
    }

    [Theory, MemberData(nameof(Spellings))]
    public async Task A_user_is_stored_under_the_canonical_form(string spelling)
    {
        await using var backend = await BackendHost.StartAsync();
        var caller = backend.NewCaller();

        var signUp = await caller.PostAsync("auth/signup-email", new { email = spelling, password = Password });

        Assert.Equal(Canonical, (string?)signUp.Json!["user"]!["email"]);
        Assert.Single(await caller.MailsAsync(Canonical));
    }

    [Fact]
    public async Task Canonical_address_is_stored_and_readable_address_is_mailed()
    {
        await using var backend = await BackendHost.StartAsync();
        var (ann, _, _, _) = await backend.NewUserAsync();

        await ann.PostAsync("auth/change-email", new { currentPassword = Password, newEmail = "\u200Bann@BÜCHER.example" });
        Assert.Contains("ann@bücher.example", (string?)Assert.Single(await ann.MailsAsync(Canonical))["text"]);
        await ann.PressMailedLinkAsync(Canonical);

        Assert.Equal(Canonical, (string?)(await ann.GetAsync("auth/user")).Json!["email"]);
    }

    [Theory]
    [InlineData("ann@straße.example", "ann@strasse.example")]
    [InlineData("ann@نامه\u200Cای.example", "ann@نامهای.example")] // a joiner that the domain name keeps
    [InlineData("ann@example.test", "ann@exämple.test")]
    [InlineData("ann@gmail.example", "ann@gmaıl.example")]
    public async Task Different_mailboxes_stay_different_users(string one, string other)
    {
        await using var backend = await BackendHost.StartAsync();
        var caller = backend.NewCaller();
        await caller.PostAsync("auth/signup-email", new { email = one, password = Password });

        Assert.Equal(200, (await caller.PostAsync("auth/signup-email", new { email = other, password = Password })).Status);
    }

    [Theory]
    [InlineData("ann@℀.example")]
    [InlineData("ann@b/ü.example")]
    [InlineData("ann@\u200B")]
    [InlineData("\u200B@example.test")]
    [InlineData("ann@bob@example.test")]
    [InlineData("ann@ü..example")]
    public async Task An_address_without_a_canonical_form_is_rejected(string email)
    {
        await using var backend = await BackendHost.StartAsync();

        var signUp = await backend.NewCaller().PostAsync("auth/signup-email", new { email, password = Password });

        Assert.Equal((400, "validation_error"), (signUp.Status, signUp.Code));
    }
}
