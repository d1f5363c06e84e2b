using System.Security.Cryptography;
using System.Text;

namespace AltogicAuth.Backend.Api;

/// <summary>The keys that callers send. Several are valid at a time, so that a key can be replaced. Comparing takes constant time.</summary>
internal sealed class CallerKeys(IOptions<BackendOptions> options)
{
    private readonly byte[][] _clientKeys = HashesOf(options.Value.ClientKey);
    private readonly byte[][] _apiKeys = HashesOf(options.Value.ApiKey);

    public bool IsClientKey(string key) => IsOneOf(_clientKeys, key);

    public bool IsApiKey(string key) => IsOneOf(_apiKeys, key);

    // Hashes have one length: the duration says nothing about that of a key either.
    private static bool IsOneOf(byte[][] hashes, string key)
    {
        var hash = Hash(key);
        return hashes.Aggregate(false, (isKnown, known) => CryptographicOperations.FixedTimeEquals(known, hash) | isKnown);
    }

    private static byte[][] HashesOf(string? setting) => [.. BackendOptions.ListOf(setting).Select(Hash)];

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
