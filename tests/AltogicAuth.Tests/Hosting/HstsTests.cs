using System.Net;
using AltogicAuth.Tests.App;
using AltogicAuth.Web;
using Microsoft.Extensions.DependencyInjection;

namespace AltogicAuth.Tests.Hosting;

public sealed class HstsTests
{
    [Theory]
    [InlineData("/login", HttpStatusCode.OK)]
    [InlineData("/nowhere", HttpStatusCode.NotFound)]
    [InlineData("/profile", HttpStatusCode.Found)]
    [InlineData("/app.css", HttpStatusCode.OK)]
    [InlineData("/healthz/live", HttpStatusCode.OK)]
    public async Task HSTS_lasts_a_year_without_subdomains_by_default(string address, HttpStatusCode status)
    {
        await using var app = new ProductionApp();

        await AssertHeaderAsync(app, address, status, "max-age=31536000");
    }

    [Theory]
    [InlineData("30.00:00:00", "true", "max-age=2592000; includeSubDomains")]
    [InlineData("00:00:00", "false", "max-age=0")]
    public async Task HSTS_duration_and_subdomains_are_settings(string maxAge, string includeSubDomains, string header)
    {
        await using var app = new ProductionApp { Settings = { ["Hsts:MaxAge"] = maxAge, ["Hsts:IncludeSubDomains"] = includeSubDomains } };

        await AssertHeaderAsync(app, "/login", HttpStatusCode.OK, header);
    }

    [Fact]
    public async Task Rejected_host_and_fallback_error_page_have_HSTS()
    {
        await using var app = new ProductionApp
        {
            Settings = { ["AllowedHosts"] = "www.example.com;localhost", ["Hsts:IncludeSubDomains"] = "true" },
            Wire = services => services.AddSingleton<Assets>(_ => throw new InvalidOperationException("The error page fails too.")),
        };

        await AssertHeaderAsync(app, "https://evil.example/login", HttpStatusCode.BadRequest, "max-age=31536000; includeSubDomains");
        await AssertHeaderAsync(app, "/login", HttpStatusCode.InternalServerError, "max-age=31536000; includeSubDomains");
    }

    [Theory]
    [InlineData("-1.00:00:00")]
    [InlineData("731.00:00:00")]
    [InlineData("31536000")]
    public async Task Invalid_HSTS_duration_stops_the_start_and_is_named(string maxAge)
    {
        await using var app = new ProductionApp { Settings = { ["Hsts:MaxAge"] = maxAge } };

        Assert.Contains("Hsts:MaxAge", Assert.ThrowsAny<Exception>(() => app.Server).Message);
    }

    private static async Task AssertHeaderAsync(ProductionApp app, string address, HttpStatusCode status, string header)
    {
        using var client = app.NewClient();

        var response = await client.GetAsync(address, TestContext.Current.CancellationToken);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(header, response.Headers.GetValues("Strict-Transport-Security").Single());
    }
}
