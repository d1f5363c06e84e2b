using System.Net;
using AltogicAuth.Backend.Testing;
using AltogicAuth.Tests.App;

namespace AltogicAuth.Tests.Web;

public sealed class FlashTests(TestApp app)
{
    private const string MagicLink = "/login-with-magic-link";

    [Theory]
    [InlineData(null)]
    [InlineData("document")]
    [InlineData("empty")] // the site's script
    public async Task Flash_message_is_shown_once(string? destination)
    {
        var visitor = await NewVisitorWithMessageAsync();

        var first = await visitor.SendAsync(Get(MagicLink, ("Sec-Fetch-Dest", destination)));
        var second = await visitor.OpenAsync(MagicLink);

        Assert.Equal("You have been logged out.", first.Notice);
        Assert.Null(second.Notice);
    }

    [Theory]
    [InlineData("HEAD", MagicLink, null, null)]
    [InlineData("GET", MagicLink, "Sec-Purpose", "prefetch;prerender")]
    [InlineData("GET", MagicLink, "Purpose", "prefetch")]
    [InlineData("GET", MagicLink, "Sec-Fetch-Dest", "image")]
    [InlineData("GET", "/nowhere.png", null, null)]
    [InlineData("GET", "/nowhere", "Sec-Fetch-Dest", "document")]
    public async Task Request_that_no_user_sees_does_not_consume_the_message(string method, string address, string? header, string? value)
    {
        var visitor = await NewVisitorWithMessageAsync();

        var unseen = await visitor.SendAsync(Get(address, (header, value), method));

        Assert.Null(unseen.Notice);
        Assert.Equal("You have been logged out.", (await visitor.OpenAsync(MagicLink)).Notice);
    }

    [Fact]
    public async Task Redisplayed_form_does_not_consume_the_message()
    {
        var visitor = await NewVisitorWithMessageAsync();
        var form = await app.NewVisitor().OpenAsync(MagicLink);

        Assert.Null((await visitor.SubmitAsync(form, "main form", ("Identifier", ""))).Notice);

        Assert.Equal("You have been logged out.", (await visitor.OpenAsync(MagicLink)).Notice);
    }

    [Fact]
    public async Task Outage_does_not_consume_the_message()
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

    private async Task<Visitor> NewVisitorWithMessageAsync()
    {
        var (visitor, _) = await app.NewLoggedInAsync();
        await visitor.LogOutAsync();
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
