using System.Net;
using AltogicAuth.Backend.Testing;
using AltogicAuth.Tests.App;

namespace AltogicAuth.Tests.Pages;

public sealed class PreferencesTests(TestApp app)
{
    [Theory]
    [InlineData("/login?returnUrl=%2Fprofile%2Femail", "/login?returnUrl=%2Fprofile%2Femail")]
    [InlineData("/login?evil=%3Cb%3E", "/login")]
    [InlineData("/nowhere/at-all", "/nowhere/at-all")]
    [InlineData("/n%C3%B6where", "/n%C3%B6where")]
    [InlineData("/error", "/error")]
    [InlineData("/auth-redirect?status=400&action=email-confirm&error=x", "/auth-redirect?status=400&action=email-confirm&error=")]
    [InlineData("/auth-redirect?error=x&access_token=top-secret&action=magic-link", "/auth-redirect?status=400&action=magic-link")]
    public async Task Choosing_a_language_leads_back_to_the_page_that_shows(string address, string back)
    {
        var visitor = app.NewVisitor();
        var page = await visitor.OpenToTheEndAsync(address);

        var chosen = await visitor.SubmitAsync(page, ".site-footer form", ("language", "tr"));

        Assert.Equal((HttpStatusCode.SeeOther, back), (chosen.Status, chosen.Location));
        var again = await visitor.FollowAsync(chosen);
        Assert.Equal("tr", again.Document.DocumentElement.GetAttribute("lang"));
        Assert.Equal(page.Status, again.Status);
    }

    [Theory]
    [InlineData("https://localhost//evil.example/login")]
    [InlineData("https://localhost//evil.example")]
    [InlineData("https://localhost/%5Cevil.example")]
    public async Task Return_target_of_preferences_stays_on_the_site(string address)
    {
        var page = await app.NewVisitor().OpenAsync(address);

        Assert.Equal(HttpStatusCode.NotFound, page.Status);
        // The script goes there by itself.
        var way = page.Document.QuerySelector(".site-footer [name=returnUrl]")!.GetAttribute("value")!;
        Assert.Equal("localhost", new Uri(new Uri("https://localhost/"), way).Host);
    }

    [Fact]
    public async Task Language_choice_during_an_outage_returns_to_the_page()
    {
        await using var away = new TestApp();
        var (visitor, _) = await away.NewLoggedInAsync();
        away.Faults.Add(new Fault("*", FaultKind.Status));
        var failed = await visitor.OpenAsync("/profile?sessions=2");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, failed.Status);

        var chosen = await visitor.SubmitAsync(failed, ".site-footer form", ("language", "tr"));

        Assert.Equal("/profile?sessions=2", chosen.Location);
    }
}
