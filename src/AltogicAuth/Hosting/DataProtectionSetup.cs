using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AltogicAuth.Backend;
using AltogicAuth.Backend.Hosting;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace AltogicAuth.Hosting;

public static class DataProtectionSetup
{
    private const string KeysIn = "DataProtection:KeysIn";
    private const string KeysDirectory = "DataProtection:KeysDirectory";
    private const string Certificate = "DataProtection:Certificate";

    private enum KeysPlace
    {
        Directory,
        Database,
    }

    public static void AddDataProtection(this WebApplicationBuilder builder)
    {
        var protection = builder.Services.AddDataProtection()
            .SetApplicationName($"AltogicAuth{builder.Configuration["Site:Name"]}")
            .UseCryptographicAlgorithms(new() { EncryptionAlgorithm = EncryptionAlgorithm.AES_256_GCM });
        if (PlaceOfKeys(builder) == KeysPlace.Database)
        {
            builder.Services.AddOptions<KeyManagementOptions>().Configure<DatabaseKeyRing>((options, ring) => options.XmlRepository = ring);
        }
        else
        {
            protection.PersistKeysToFileSystem(RequireKeysDirectory(builder));
        }

        // The former certificate reads keys that were made before the current one.
        string[] settings = [Certificate, "DataProtection:FormerCertificate"];
        var certificates = settings.SelectMany(setting => ReadCertificate(builder, setting)).ToArray();
        if (certificates is [var current, ..])
        {
            protection.ProtectKeysWithCertificate(current).UnprotectKeysWithAnyCertificate(certificates);
        }
    }

    public static bool AreKeysEncrypted(this IConfiguration settings) => !string.IsNullOrEmpty(settings[$"{Certificate}:Path"]);

    // With PostgreSQL there may be several nodes, and the database is what they share.
    private static KeysPlace PlaceOfKeys(WebApplicationBuilder builder)
    {
        var isEmbedded = builder.Services.Any(service => service.ServiceType == typeof(DatabaseKeyRing));
        var setting = builder.Configuration.GetValue<KeysPlace?>(KeysIn);
        if (setting == KeysPlace.Database && !isEmbedded)
        {
            throw new InvalidOperationException($"{KeysIn}: Database is for a site with Backend:Embedded. Set it to Directory, and share that between the nodes.");
        }

        var isPostgreSql = builder.Configuration.GetValue<DatabaseProvider>("Backend:Database:Provider") == DatabaseProvider.PostgreSql;
        return setting ?? (isEmbedded && isPostgreSql ? KeysPlace.Database : KeysPlace.Directory);
    }

    // Every page needs a key, so an app that cannot store one does not start.
    private static DirectoryInfo RequireKeysDirectory(WebApplicationBuilder builder)
    {
        var setting = builder.Configuration[KeysDirectory] ?? ".data/keys";
        var directory = new DirectoryInfo(Path.Combine(builder.Environment.ContentRootPath, setting));
        var problem = setting.Length == 0 ? "The setting is empty." : WritableDirectory.FindProblem(directory.FullName);
        return problem is null ? directory : throw new InvalidOperationException($"{KeysDirectory}: {directory} cannot be used. {problem}");
    }

    private static X509Certificate2[] ReadCertificate(WebApplicationBuilder builder, string setting)
    {
        var section = builder.Configuration.GetSection(setting);
        if (section["Path"] is not { Length: > 0 } file)
        {
            return [];
        }

        var path = Path.Combine(builder.Environment.ContentRootPath, file);
        try
        {
            var certificate = X509CertificateLoader.LoadPkcs12FromFile(path, section["Password"]);
            using var key = certificate.GetRSAPrivateKey();
            return key is null ? throw new CryptographicException("It has no private RSA key.") : [certificate];
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"{setting}:Path and {setting}:Password: {path} cannot be used.", failure);
        }
    }
}
