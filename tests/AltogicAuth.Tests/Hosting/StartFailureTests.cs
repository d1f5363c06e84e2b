using System.Net;
using System.Net.Sockets;
using AltogicAuth.Tests.App;
using AltogicAuth.Tests.Authentication;

namespace AltogicAuth.Tests.Hosting;

/// <summary>In a process of its own, for what it writes. Options that are validated alike are tested beside their feature.</summary>
public sealed class StartFailureTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("altogic-auth-start-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("Backend:DataDirectory", "{file}/data")]
    [InlineData("Backend:DataDirectory", "")]
    [InlineData("Backend:PublicUrl", "nonsense")]
    [InlineData("Backend:RedirectUrl", "ftp://example.com/auth-redirect")]
    [InlineData("Backend:ClientKey", "ä")]
    [InlineData("Backend:ClientKey", "")]
    [InlineData("Backend:PasswordIterations", "0")]
    [InlineData("Backend:EmailConfirmation", "maybe")]
    [InlineData("Backend:MailTemplates", "nowhere")]
    [InlineData("Backend:MaxFileBytes", "0")]
    [InlineData("DataProtection:KeysDirectory", "{file}/keys")]
    [InlineData("DataProtection:KeysDirectory", "/proc/keys/here")]
    [InlineData("DataProtection:KeysDirectory", "")]
    [InlineData("DataProtection:Certificate:Path", "nowhere.pfx")]
    [InlineData("DataProtection:Certificate:Path", "{file}")]
    [InlineData("DataProtection:Certificate:Path", "{pfx}")]
    [InlineData("DataProtection:FormerCertificate:Path", "nowhere.pfx")]
    [InlineData("Altogic:StorageOrigins", "ftp://files.example.com")]
    [InlineData("Photos:Timeout", "0")]
    [InlineData("Photos:Timeout", "x")]
    [InlineData("RateLimits:SignIn:PermitLimit", "0")]
    [InlineData("RateLimits:Enabled", "x")]
    [InlineData("Proxies:KnownNetworks", "10.0.0.0/99")]
    [InlineData("Proxies:ForwardLimit", "x")]
    [InlineData("AllowedHosts", "https://www.example.com")]
    [InlineData("AllowedHosts", "www.example.com,example.com")]
    [InlineData("Serilog:MinimumLevel:Default", "Loud")]
    [InlineData("http_ports", "x")]
    [InlineData("https_port", "x")]
    [InlineData("urls", "nonsense")]
    [InlineData("urls", "http://localhost:99999")]
    [InlineData("urls", "http://192.0.2.1:5000")]
    [InlineData("Kestrel:Endpoints:Site:Url", "nonsense")]
    [InlineData("Kestrel:Certificates:Default:Path", "nowhere.pfx")]
    [InlineData("contentRoot", "nowhere")]
    [InlineData("contentRoot", "{file}")]
    public async Task Invalid_setting_stops_the_start_and_is_named(string setting, string value)
    {
        var file = Path.Combine(_folder.FullName, "file");
        await File.WriteAllTextAsync(file, "x", TestContext.Current.CancellationToken);
        var pfx = KeyRingTests.NewCertificate(_folder, "wrong-password");

        var line = await FailAsync($"--urls={(setting.StartsWith("Kestrel:Certificates", StringComparison.Ordinal) ? "https://127.0.0.1:0" : "http://127.0.0.1:0")}",
            $"--{setting}={value.Replace("{file}", file).Replace("{pfx}", pfx)}");

        // Serilog names its section, the server the settings that it listens by.
        Assert.Contains(setting.Split(':')[0] is "Serilog" or "Kestrel" ? setting.Split(':')[0] : setting, line);
        Assert.Equal(setting is "urls" || setting.StartsWith("Kestrel", StringComparison.Ordinal), line.StartsWith("The app cannot listen", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Unreadable_settings_file_is_named()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "appsettings.json"), "{ \"Altogic\": ", TestContext.Current.CancellationToken);

        Assert.Contains("appsettings.json", await FailAsync($"--contentRoot={_folder.FullName}"));
    }

    [Fact]
    public async Task Data_directory_with_another_file_is_named()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "backend.db"), new string('x', 5_000), TestContext.Current.CancellationToken);

        Assert.Contains("Backend:DataDirectory", await FailAsync($"--Backend:DataDirectory={_folder.FullName}"));
    }

    [Fact]
    public async Task Port_in_use_is_named()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        Assert.StartsWith($"The app cannot listen on http://{other.LocalEndpoint}. Failed to bind to address http://{other.LocalEndpoint}: address already in use.",
            await FailAsync($"--urls=http://{other.LocalEndpoint}"));
    }

    [Fact]
    public async Task App_does_not_start_without_ICU()
    {
        await using var app = new AppProcess(start => start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1");

        Assert.Contains("globalization-invariant mode", await LineOfAsync(app));
    }

    private static async Task<string> FailAsync(params string[] arguments)
    {
        await using var app = new AppProcess(arguments);
        return await LineOfAsync(app);
    }

    private static async Task<string> LineOfAsync(AppProcess app)
    {
        var (exitCode, output, errors) = await app.EndedAsync();
        Assert.Equal((1, ""), (exitCode, output));
        return Assert.Single(errors.TrimEnd('\n').Split('\n'));
    }
}
