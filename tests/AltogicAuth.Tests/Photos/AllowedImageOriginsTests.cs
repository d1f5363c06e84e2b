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
    public void Configured_origin_is_allowed(string address) => Assert.True(_origins.Allows(new Uri(address)));

    [Theory]
    [InlineData("http://c1-europe.altogic.com/c.png")]
    [InlineData("https://altogic.com/c.png")]
    [InlineData("https://c1-europe.altogic.com.evil.example/c.png")]
    [InlineData("https://c1-europe.altogic.com@evil.example/c.png")]
    [InlineData("https://user@c1-europe.altogic.com/c.png")]
    [InlineData("https://c1-europe.altogic.com:444/c.png")]
    [InlineData("data:image/png;base64,AAAA")]
    [InlineData("javascript:alert(1)")]
    public void Other_origin_is_not_allowed(string address) => Assert.False(_origins.Allows(new Uri(address)));

    [Theory]
    [InlineData("http://files.example.com")]
    [InlineData("files.example.com")]
    [InlineData("https://files.example.com, nonsense")]
    public void Invalid_storage_origin_stops_the_start(string origins)
    {
        using var app = new TestApp { Settings = { ["Altogic:StorageOrigins"] = origins } };

        Assert.StartsWith("Altogic:StorageOrigins: ", Assert.ThrowsAny<Exception>(() => app.Server).Message);
    }
}
