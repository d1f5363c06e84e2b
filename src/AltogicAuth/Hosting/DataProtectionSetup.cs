using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;

namespace AltogicAuth.Hosting;

/// <summary>The keys that encrypt cookies and form tokens.</summary>
public static class DataProtectionSetup
{
    public static void AddDataProtection(this WebApplicationBuilder builder)
    {
        var keys = KeysDirectory.Require(builder);
        builder.Services.AddSingleton(keys);
        var protection = builder.Services.AddDataProtection()
            .UseCryptographicAlgorithms(new() { EncryptionAlgorithm = EncryptionAlgorithm.AES_256_GCM })
            .PersistKeysToFileSystem(keys.Directory);
        builder.Services.AddOptions<DataProtectionOptions>()
            .Configure<IOptions<SiteOptions>>((options, site) => options.ApplicationDiscriminator = $"AltogicAuth{site.Value.Name}");
        if (KeyCertificates.Read(builder.Configuration, builder.Environment.ContentRootPath) is [var current, ..] certificates)
        {
            protection.ProtectKeysWithCertificate(current).UnprotectKeysWithAnyCertificate(certificates);
        }
    }
}
