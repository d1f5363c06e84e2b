using Altogic;
using AltogicAuth.LocalBackend;
using AltogicAuth.Photos;
using AltogicAuth.RateLimits;
using AltogicAuth.Tests.App;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AltogicAuth.Tests.Setup;

public sealed class ExampleSettingsTests
{
    [Fact]
    public void The_example_shows_the_defaults()
    {
        var example = new ConfigurationBuilder().AddJsonFile(PathOf("appsettings.example.json")).Build();

        Assert.Equivalent(new AltogicOptions(), example.GetSection("Altogic").Get<AltogicOptions>());
        Assert.Equivalent(new LocalBackendOptions(), example.GetSection("LocalBackend").Get<LocalBackendOptions>());
        Assert.Equivalent(new PhotoOptions(), example.GetSection("Photos").Get<PhotoOptions>());
        Assert.Equivalent(new RateLimitOptions(), example.GetSection("RateLimits").Get<RateLimitOptions>());
    }

    [Fact]
    public async Task An_app_works_on_the_example()
    {
        var example = new ConfigurationBuilder().AddJsonFile(PathOf("appsettings.example.json")).Build();
        await using var app = new TestApp();
        foreach (var (key, value) in example.AsEnumerable().Where(entry => entry.Value is not null))
        {
            app.Settings.TryAdd(key, value!);
        }

        foreach (var directory in new[] { "LocalBackend:DataDirectory", "DataProtection:KeysDirectory" })
        {
            app.Settings[directory] = Path.Combine(app.DataDirectory.FullName, directory.Split(':')[0]);
        }

        Assert.True(app.Services.GetRequiredService<IOptions<RateLimitOptions>>().Value.Enabled);
        var (visitor, _) = await app.NewLoggedInAsync();
        Assert.Equal(System.Net.HttpStatusCode.OK, (await visitor.OpenAsync("/profile")).Status);
    }

    private static string PathOf(string file) => Path.Combine(Repository.Root, file);
}
