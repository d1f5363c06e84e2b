using System.Net;
using AltogicAuth.Backend;
using AltogicAuth.RateLimiting;

namespace AltogicAuth.Hosting;

public static partial class SettingChecks
{
    public static void CheckSettings(this WebApplicationBuilder builder)
    {
        // The server would take what is no number for a part of the host's name.
        foreach (var setting in (string[])["http_ports", "https_ports", "https_port"])
        {
            Require(setting, builder.Configuration.GetList(setting), port => ushort.TryParse(port, CultureInfo.InvariantCulture, out _), "a port.");
        }

        // The framework splits by semicolons only, and would reject every request.
        Require("AllowedHosts", builder.Configuration["AllowedHosts"]?.Split(';', StringSplitOptions.RemoveEmptyEntries) ?? [], IsHost,
            "a host name such as www.example.com or *.example.com. Semicolons stand between several.");
        Require("Proxies:KnownNetworks", builder.Configuration.GetList("Proxies:KnownNetworks"), network => IPNetwork.TryParse(network, out _),
            "a network such as 10.0.0.0/8.");
    }

    public static void WarnOfSettings(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<IOptions<RateLimitOptions>>().Value.Enabled)
        {
            app.Logger.RateLimitsAreOff();
        }

        if (!app.Environment.IsDevelopment() && app.Configuration.GetList("AllowedHosts") is [] or ["*", ..])
        {
            app.Logger.AnyHost();
        }

        if (!app.Environment.IsDevelopment() && !app.Configuration.AreKeysEncrypted())
        {
            app.Logger.KeysAreUnencrypted();
        }

        if (!PhotosSetup.AreTemporaryFilesWritable)
        {
            app.Logger.NoTemporaryFiles(PhotosSetup.TemporaryFiles);
        }
    }

    private static void Require(string setting, string[] values, Func<string, bool> isValid, string kind)
    {
        if (values.FirstOrDefault(value => !isValid(value)) is { } wrong)
        {
            throw new InvalidOperationException($"{setting}: '{wrong}' is not {kind}");
        }
    }

    private static bool IsHost(string host) =>
        host == "*" || Uri.CheckHostName(host.StartsWith("*.", StringComparison.Ordinal) ? host[2..] : host) != UriHostNameType.Unknown;

    [LoggerMessage(3, LogLevel.Warning, "RateLimits:Enabled is false: guesses are not slowed down. For load tests only")]
    private static partial void RateLimitsAreOff(this ILogger logger);

    [LoggerMessage(5, LogLevel.Warning, "AllowedHosts is not set: the app responds to any host name. Name its own")]
    private static partial void AnyHost(this ILogger logger);

    [LoggerMessage(7, LogLevel.Warning, "DataProtection:Certificate is not set: the keys that encrypt cookies are stored as they are. A reader of them can decrypt and forge every cookie")]
    private static partial void KeysAreUnencrypted(this ILogger logger);

    [LoggerMessage(6, LogLevel.Warning, "The directory of temporary files {Directory} cannot be written: each upload takes up to 8 MB of memory")]
    private static partial void NoTemporaryFiles(this ILogger logger, string directory);
}
