using System.Net;
using AltogicAuth.Tests.App;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;

namespace AltogicAuth.Tests.Pages;

/// <summary>A reset whose new password is made of the user's own name, which the page does not know.</summary>
public sealed class OwnNameResetTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)] // in another browser, where the address is typed
    public async Task Reset_rejects_a_password_made_of_the_name(bool isSameBrowser)
    {
        await using var app = new TestApp();
        var user = await app.NewUserAsync("Ada Lovelace");
        var visitor = app.NewVisitor();
        var form = await OpenResetAsync(app, isSameBrowser ? visitor : app.NewVisitor(), visitor, user);

        var rejected = await visitor.SubmitAsync(form, "main form", ("Email", user.Email), ("NewPassword", "Lovelace, Ada 1815!"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, rejected.Status);
        Assert.StartsWith("Choose another password", rejected.ErrorOf("Input_NewPassword"));
        Assert.Equal("/profile", (await visitor.SubmitAsync(rejected, "main form", ("Email", user.Email), ("NewPassword", "a brand new phrase"))).Location);
    }

    [Fact]
    public async Task Backend_that_accepts_such_a_password_leads_to_another_one()
    {
        await using var app = new TestApp
        {
            Wire = services => services.PostConfigureAll<HttpClientFactoryOptions>(options =>
                options.HttpMessageHandlerBuilderActions.Add(builder => builder.AdditionalHandlers.Add(new OtherName("Brand New Phrase")))),
        };
        var user = await app.NewUserAsync("Ada Lovelace");
        var visitor = app.NewVisitor();
        var form = await OpenResetAsync(app, visitor, visitor, user);

        var page = await visitor.FollowAsync(await visitor.SubmitAsync(form, "main form", ("NewPassword", "brand new phrase")));

        Assert.Equal("/profile/password", page.Address);
        Assert.Contains("made of your own name", page.Notice);
    }

    private static async Task<Page> OpenResetAsync(TestApp app, Visitor asks, Visitor opens, TestUser user)
    {
        await asks.SubmitAsync(await asks.OpenAsync("/forgot-password"), "main form", ("Identifier", user.Email));
        return await opens.OpenToTheEndAsync((await app.ReadMailAsync(user.Email, "reset-pwd")).Link);
    }

    /// <summary>Our backend would reject a password made of the name; so the user is called something else after the reset.</summary>
    private sealed class OtherName(string name) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (request.RequestUri!.AbsolutePath.EndsWith("/signin-email", StringComparison.Ordinal))
            {
                var body = await response.Content.ReadAsStringAsync(cancellationToken);
                response.Content = new StringContent(body.Replace("Ada Lovelace", name), null, "application/json");
            }

            return response;
        }
    }
}
