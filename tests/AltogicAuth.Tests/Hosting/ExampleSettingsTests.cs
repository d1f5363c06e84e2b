using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Altogic;
using AltogicAuth.Backend;
using AltogicAuth.Backend.Hosting;
using AltogicAuth.Hosting;
using AltogicAuth.Photos;
using AltogicAuth.RateLimiting;
using AltogicAuth.Tests.App;
using AltogicAuth.Tests.Shared;
using AltogicAuth.Web;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AltogicAuth.Tests.Hosting;

public sealed partial class ExampleSettingsTests
{
    /// <summary>Settings that the framework and Serilog read.</summary>
    private static readonly string[] ReadByOthers = ["AllowedHosts", "Serilog"];

    [Fact]
    public void Example_settings_are_the_defaults()
    {
        var example = new ConfigurationBuilder().AddJsonFile(RepositoryRoot.PathOf("appsettings.example.json")).Build();

        Assert.Equivalent(new AltogicOptions(), example.GetSection("Altogic").Get<AltogicOptions>());
        Assert.Equivalent(new BackendOptions(), example.GetSection("Backend").Get<BackendOptions>());
        Assert.Equivalent(new PhotoOptions(), example.GetSection("Photos").Get<PhotoOptions>());
        Assert.Equivalent(new RateLimitOptions(), example.GetSection("RateLimits").Get<RateLimitOptions>());
        Assert.Equivalent(new SiteOptions(), example.GetSection("Site").Get<SiteOptions>());
        Assert.Equivalent(new HstsOptions(), example.GetSection("Hsts").Get<HstsOptions>());
        Assert.Equivalent(new ShutdownOptions(), example.GetSection("Shutdown").Get<ShutdownOptions>());
    }

    [Fact]
    public void Example_has_exactly_the_settings_that_are_read()
    {
        using var example = JsonDocument.Parse(File.ReadAllText(RepositoryRoot.PathOf("appsettings.example.json")));
        var shown = KeysIn(example.RootElement, "").ToList();
        var read = OptionsOf(typeof(Program).Assembly).Concat(OptionsOf(typeof(BackendOptions).Assembly)).SelectMany(options => KeysOf(options.Type, options.Section))
            .Concat(KeysOf(typeof(AltogicOptions), "Altogic"))
            .Concat(KeysByName())
            .Concat(ReadByOthers)
            .ToList();

        Assert.True(read.Count > 30, $"only {read.Count} were found");
        Assert.All(read, key => Assert.Contains(shown, other => IsOrIsIn(other, key)));
        Assert.All(shown, key => Assert.Contains(read, other => IsOrIsIn(key, other)));
    }

    [Fact, Trait("Database", "Sqlite")]
    public async Task App_works_with_the_example_settings()
    {
        var example = new ConfigurationBuilder().AddJsonFile(RepositoryRoot.PathOf("appsettings.example.json")).Build();
        await using var app = new TestApp();
        foreach (var (key, value) in example.AsEnumerable().Where(entry => entry.Value is not null))
        {
            app.Settings.TryAdd(key, value!);
        }

        foreach (var directory in new[] { "Backend:DataDirectory", "DataProtection:KeysDirectory" })
        {
            app.Settings[directory] = Path.Combine(app.DataDirectory.FullName, directory.Split(':')[0]);
        }

        Assert.True(app.Services.GetRequiredService<IOptions<RateLimitOptions>>().Value.Enabled);
        var (visitor, _) = await app.NewLoggedInAsync();
        Assert.Equal(System.Net.HttpStatusCode.OK, (await visitor.OpenAsync("/profile")).Status);
    }

    private static IEnumerable<(Type Type, string Section)> OptionsOf(Assembly assembly) =>
        assembly.GetTypes().Where(type => type.GetField("Section") is { IsLiteral: true }).Select(type => (type, (string)type.GetField("Section")!.GetRawConstantValue()!));

    private static IEnumerable<string> KeysOf(Type type, string section) =>
        type.GetProperties().Where(property => property.CanWrite).SelectMany(property =>
            property.PropertyType.IsEnum || property.PropertyType.Namespace!.StartsWith("System", StringComparison.Ordinal)
                ? [$"{section}:{property.Name}"]
                : KeysOf(property.PropertyType, $"{section}:{property.Name}"));

    /// <summary>What the code asks the configuration for by a string, such as <c>"Proxies:KnownNetworks"</c>.</summary>
    private static IEnumerable<string> KeysByName() =>
        Directory.EnumerateFiles(RepositoryRoot.PathOf("src", "AltogicAuth"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Key().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
            .Except(["Kestrel:Endpoints"]);

    private static IEnumerable<string> KeysIn(JsonElement element, string path) => element.ValueKind == JsonValueKind.Object
        ? element.EnumerateObject().SelectMany(property => KeysIn(property.Value, path.Length == 0 ? property.Name : $"{path}:{property.Name}"))
        : [path];

    private static bool IsOrIsIn(string key, string section) => key == section || key.StartsWith($"{section}:", StringComparison.Ordinal);

    [GeneratedRegex("\"([A-Z][A-Za-z]+(?::[A-Z][A-Za-z]+)+)\"")]
    private static partial Regex Key();
}
