using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AltogicAuth.Hosting;

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
            .Select(section => Read(section.Path, Path.Combine(contentRoot, section["Path"]!), section["Password"]))];

    private static X509Certificate2 Read(string setting, string path, string? password)
    {
        try
        {
            var certificate = X509CertificateLoader.LoadPkcs12FromFile(path, password);
            using var key = certificate.GetRSAPrivateKey();
            return key is null ? throw new CryptographicException("It has no private RSA key.") : certificate;
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"{setting}:Path and {setting}:Password: {path} cannot be used.", failure);
        }
    }
}
