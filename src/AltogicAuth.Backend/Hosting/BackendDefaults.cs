using System.Net;
using System.Security.Cryptography;

namespace AltogicAuth.Backend.Hosting;

/// <summary>The settings that depend on the environment, where they are not set.</summary>
internal sealed class BackendDefaults(IHostEnvironment environment, bool isEmbedded) : IPostConfigureOptions<BackendOptions>
{
    public void PostConfigure(string? name, BackendOptions options)
    {
        var isDevelopment = environment.IsDevelopment();
        options.Embedded = isEmbedded;
        options.PublicApi ??= isDevelopment || !isEmbedded;
        options.Mailbox ??= isDevelopment;
        options.Phone ??= isDevelopment;
        options.DemoUser = isDevelopment && options.DemoUser != false;
        options.Database.MigrateAtStart ??= isDevelopment || options.Database.Provider == DatabaseProvider.Sqlite;
        options.Smtp.Security ??= IsLoopback(options.Smtp.Host) ? SmtpSecurity.None : SmtpSecurity.StartTls;
        options.Smtp.Port ??= options.Smtp.Security switch { SmtpSecurity.StartTls => 587, SmtpSecurity.Tls => 465, _ => 25 };
        options.Smtp.FromName ??= options.Brand.Name;
        options.ClientKey ??= isDevelopment ? BackendOptions.DevelopmentClientKey : NewKey();
        options.ApiKey ??= NewKey();
    }

    public static bool IsLoopback(string? host) => host == "localhost" || IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address);

    /// <summary>Only the site in the same process knows it. A server of its own needs a key that others know.</summary>
    private string? NewKey() => isEmbedded ? RandomNumberGenerator.GetHexString(64, lowercase: true) : null;
}
