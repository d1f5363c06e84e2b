using System.Net;
using AltogicAuth.Backend.Faults;
using AltogicAuth.Tests.App;

namespace AltogicAuth.Tests.Web;

public sealed class FlashTests(TestApp app)
{
    private const string Waiting = "/login-with-magic-link";

    [Theory]
    [InlineData(null)]
    [InlineData("document")]
    [InlineData("empty")] // the site's script
    public async Task The_message_after_a_redirect_shows_once(string? destination)
    {
        var visitor = await NewVisitorWithAMessageAsync();

        var first = await visitor.SendAsync(Get(Waiting, ("Sec-Fetch-Dest", destination)));
        var second = await visitor.OpenAsync(Waiting);

        Assert.StartsWith("If there is an account", first.Notice);
        Assert.Null(second.Notice);
    }

    [Theory]
    [InlineData("HEAD", Waiting, null, null)]
    [InlineData("GET", Waiting, "Sec-Purpose", "prefetch;prerender")]
    [InlineData("GET", Waiting, "Purpose", "prefetch")]
    [InlineData("GET", Waiting, "Sec-Fetch-Dest", "image")]
    [InlineData("GET", "/nowhere.png", null, null)]
    [InlineData("GET", "/nowhere", "Sec-Fetch-Dest", "document")]
    public async Task A_message_waits_for_the_page_that_somebody_reads(string method, string address, string? header, string? value)
    {
        var visitor = await NewVisitorWithAMessageAsync();

        var unseen = await visitor.SendAsync(Get(address, (header, value), method));

        Assert.Null(unseen.Notice);
        Assert.StartsWith("If there is an account", (await visitor.OpenAsync(Waiting)).Notice);
    }

    [Fact]
    public async Task A_message_waits_while_a_form_is_shown_again()
    {
        var visitor = app.NewVisitor();
        var form = await visitor.OpenAsync(Waiting);
        await visitor.SubmitAsync(form, "main form", ("Email", TestUser.New().Email));

        Assert.Null((await visitor.SubmitAsync(form, "main form", ("Email", ""))).Notice);

        Assert.StartsWith("If there is an account", (await visitor.OpenAsync(Waiting)).Notice);
    }

    [Fact]
    public async Task A_message_waits_until_an_outage_is_over()
    {
        await using var own = new TestApp();
        var (visitor, _) = await own.NewLoggedInAsync();
        var saved = await visitor.SubmitAsync(await visitor.OpenAsync("/profile"), "form[action$='handler=Name']", ("Name", "Ada King"));
        own.Faults.Add(new Fault("*", FaultKind.Status));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await visitor.FollowAsync(saved)).Status);

        own.Faults.Clear();
        own.Clock.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal("Your name has been saved.", (await visitor.OpenAsync("/profile")).Notice);
    }

    private async Task<Visitor> NewVisitorWithAMessageAsync()
    {
        var visitor = app.NewVisitor();
        await visitor.AskForMagicLinkAsync(TestUser.New().Email);
        return visitor;
    }

    private static HttpRequestMessage Get(string address, (string? Name, string? Value) header, string method = "GET")
    {
        var request = new HttpRequestMessage(new HttpMethod(method), address);
        if (header is ({ } name, { } value))
        {
            request.Headers.Add(name, value);
        }

        return request;
    }
}
