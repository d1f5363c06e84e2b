using System.Security.Cryptography.X509Certificates;

namespace AltogicAuth.Setup;

/// <summary>
/// The certificates that encrypt the key ring at rest: <c>DataProtection:Certificate</c> now, <c>DataProtection:FormerCertificate</c>
/// while keys of the one before are still in use. Each has a <c>Path</c> (PKCS#12, relative to the content root) and
/// a <c>Password</c>.
/// </summary>
public static class KeyCertificates
{
    public static X509Certificate2[] Read(IConfiguration configuration, string contentRoot) =>
        [.. new[] { "DataProtection:Certificate", "DataProtection:FormerCertificate" }
            .Select(configuration.GetSection)
            .Where(section => section["Path"] is { Length: > 0 })
            .Select(section => X509CertificateLoader.LoadPkcs12FromFile(Path.Combine(contentRoot, section["Path"]!), section["Password"]))];
}
