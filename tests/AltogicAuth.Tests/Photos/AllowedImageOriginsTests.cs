using AltogicAuth.Photos;
using AltogicAuth.Tests.App;

namespace AltogicAuth.Tests.Photos;

public sealed class AllowedImageOriginsTests
{
    private readonly AllowedImageOrigins _origins = new(new Uri("https://myapp.c1-europe.altogic.com"), [new Uri("https://files.example.com")]);

    [Theory]
    [InlineData("https://myapp.c1-europe.altogic.com/_storage/a/b/c")]
    [InlineData("https://c1-europe.altogic.com/_storage/a/b/c")]
    [InlineData("https://files.example.com/c.png")]
    public void Pictures_of_the_environment_its_parent_and_the_configured_origins_are_shown(string address) =>
        Assert.Equal(address, _origins.Shown(address));

    [Theory]
    [InlineData("http://c1-europe.altogic.com/c.png")]
    [InlineData("https://altogic.com/c.png")]
    [InlineData("https://c1-europe.altogic.com.evil.example/c.png")]
    [InlineData("https://c1-europe.altogic.com@evil.example/c.png")]
    [InlineData("https://user@c1-europe.altogic.com/c.png")]
    [InlineData("https://c1-europe.altogic.com:444/c.png")]
    [InlineData("data:image/png;base64,AAAA")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/c.png")]
    [InlineData("")]
    [InlineData(null)]
    public void Pictures_from_elsewhere_are_not(string? address) => Assert.Null(_origins.Shown(address));

    [Theory]
    [InlineData("http://files.example.com")]
    [InlineData("files.example.com")]
    [InlineData("https://files.example.com, nonsense")]
    public void A_storage_origin_that_makes_no_sense_stops_the_start_and_is_named(string origins)
    {
        using var app = new TestApp { Settings = { ["Altogic:StorageOrigins"] = origins } };

        Assert.StartsWith("Altogic:StorageOrigins: ", Assert.ThrowsAny<Exception>(() => app.Server).Message);
    }
}
