using AltogicAuth.Authentication;
using AltogicAuth.Tests.App;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AltogicAuth.Tests.Authentication;

public sealed class GuardTests(TestApp app)
{
    [Theory]
    [InlineData("/profile")]
    [InlineData("/profile/photo")]
    [InlineData("/profile/password")]
    [InlineData("/profile/email")]
    [InlineData("/profile/end-all-sessions")]
    [InlineData("/profile/export")]
    [InlineData("/profile/delete")]
    [InlineData("/profile/step-up-link")]
    public async Task Anonymous_visitor_is_redirected_to_login_with_the_return_url(string address)
    {
        var page = await app.NewVisitor().OpenAsync(address);

        Assert.Equal($"/login?returnUrl={Uri.EscapeDataString(address)}", page.Location);
    }

    [Fact]
    public async Task Signed_in_visitor_is_redirected_to_the_profile()
    {
        var (visitor, _) = await app.NewLoggedInAsync();

        foreach (var address in new[] { "/", "/login", "/login-with-magic-link", "/register", "/resend-verification" })
        {
            Assert.Equal((address, "/profile"), (address, (await visitor.OpenAsync(address)).Location));
        }
    }

    [Fact]
    public async Task Logout_button_is_on_every_page_of_a_signed_in_visitor()
    {
        var (visitor, _) = await app.NewLoggedInAsync();
        var seen = new HashSet<string>();

        foreach (var address in (await SiteMap.PagesAsync(app)).Select(page => page.Address).Append("/nowhere"))
        {
            var page = await visitor.OpenAsync(address);
            if (page.Location is null)
            {
                seen.Add(address);
                Assert.True(page.Document.QuerySelector("header form[method=post][action='/logout'] button") is not null, $"no log-out button on {address}");
            }
        }

        Assert.Superset(
            new HashSet<string> { "/profile", "/profile/photo", "/profile/password", "/profile/email", "/profile/export", "/profile/delete", "/nowhere" },
            seen);
    }

    [Fact]
    public void Every_page_states_its_authorization()
    {
        var pages = typeof(Program).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(PageModel)) && !type.IsAbstract).ToList();
        Assert.True(pages.Count > 15);

        Assert.All(pages, page => Assert.Single(page.GetCustomAttributes(inherit: false),
            attribute => attribute is RequireAuthAttribute or RequireNoAuthAttribute or AllowAnonymousAttribute));
    }
}
