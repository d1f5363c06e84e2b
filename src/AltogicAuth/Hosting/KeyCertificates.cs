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
        if (!File.Exists(path))
        {
            throw new InvalidOperationException($"{setting}:Path: there is no file {path}.");
        }

        var certificate = Load(setting, path, password);
        using var key = certificate.GetRSAPrivateKey();
        return key is null
            ? throw new InvalidOperationException($"{setting}:Path: the certificate {path} has no private RSA key.")
            : certificate;
    }

    private static X509Certificate2 Load(string setting, string path, string? password)
    {
        try
        {
            return X509CertificateLoader.LoadPkcs12FromFile(path, password);
        }
        catch (CryptographicException failure)
        {
            throw new InvalidOperationException($"{setting}:Path and {setting}:Password: {path} cannot be read.", failure);
        }
    }
}
