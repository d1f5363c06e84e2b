using System.Net;
using AltogicAuth.Backend.Testing;
using AltogicAuth.Tests.App;

namespace AltogicAuth.Tests.Pages;

/// <summary>What a visitor learns when the backend rejects a registration.</summary>
public sealed class RejectedRegistrationTests : IAsyncDisposable
{
    private readonly TestApp _app = new();

    [Theory]
    [InlineData(400, "user_already_exists")]
    [InlineData(409, "record_not_unique")]
    [InlineData(401, "email_already_verified")] // known, and says that the account exists
    public async Task Code_that_may_reveal_an_account_is_hidden(int status, string code)
    {
        var owner = await _app.NewUserAsync();
        var free = await _app.NewVisitor().RegisterAsync(TestUser.New());
        _app.Faults.Add(new Fault("auth/signup-email", FaultKind.Status, Status: status, Code: code));

        var taken = await _app.NewVisitor().RegisterAsync(owner with { Password = "somebody else's" });

        Assert.Equal((free.Status, free.Location), (taken.Status, taken.Location));
        Assert.Equal(LengthsOf(free), LengthsOf(taken));
        Assert.NotNull(await _app.ReadMailAsync(owner.Email, "magic-link"));
        Assert.Contains(code, Assert.Single(_app.Log.Of(2006)).RenderMessage(null));
    }

    [Theory]
    [InlineData("validation_error")]
    [InlineData("not_allowed")]
    [InlineData("invalid_client_key")]
    public async Task Code_that_concerns_no_account_is_shown(string code)
    {
        _app.Faults.Add(new Fault("auth/signup-email", FaultKind.Status, Status: 400, Code: code));

        var rejected = await _app.NewVisitor().RegisterAsync(TestUser.New());

        Assert.Equal(HttpStatusCode.UnprocessableEntity, rejected.Status);
        Assert.NotNull(rejected.Document.QuerySelector(".error-summary, .field-invalid .error"));
    }

    [Fact]
    public async Task Unknown_code_is_shown_where_no_mails_are_sent()
    {
        await using var app = new TestApp { Settings = { ["Backend:EmailConfirmation"] = "false" } };
        app.Faults.Add(new Fault("auth/signup-email", FaultKind.Status, Status: 400, Code: "user_already_exists"));

        var rejected = await app.NewVisitor().RegisterAsync(TestUser.New());

        Assert.Equal(HttpStatusCode.UnprocessableEntity, rejected.Status);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static IEnumerable<int> LengthsOf(Page page) => page.SetCookies.Select(cookie => cookie.Split(';')[0].Length);
}
