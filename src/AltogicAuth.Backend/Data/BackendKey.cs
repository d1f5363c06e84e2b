using System.Security.Cryptography;
using System.Text;

namespace AltogicAuth.Backend.Data;

/// <summary>
/// The backend's secret, a setting or a file in the data directory: a reader of the database alone cannot make or read what depends on
/// it.
/// </summary>
internal sealed class BackendKey(IOptions<BackendOptions> options, IHostEnvironment environment)
{
    private const string FileName = "backend.key";
    public const int Length = 32;

    private readonly Lazy<byte[]> _secret = new(() => options.Value.EncryptionKey is { Length: > 0 } key
        ? Convert.FromBase64String(key)
        : ReadOrCreate(Path.Combine(environment.ContentRootPath, options.Value.DataDirectory, FileName)));

    /// <summary>Reads or creates the secret. A file that cannot be used stops the start.</summary>
    public void Ensure() => _ = _secret.Value;

    /// <summary>A key for one purpose, the same after a restart. It says nothing about the keys for other purposes.</summary>
    public byte[] For(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _secret.Value, Length, info: Encoding.UTF8.GetBytes(purpose));

    private static byte[] ReadOrCreate(string file)
    {
        if (!File.Exists(file))
        {
            Create(file);
        }

        var secret = File.ReadAllBytes(file);
        return secret.Length == Length ? secret : throw new InvalidDataException($"{file} does not have {Length} bytes.");
    }

    // Under another name first: a second process never reads half a key, and the first key stays.
    private static void Create(string file)
    {
        var draft = $"{file}.{Guid.NewGuid():N}";
        using (var stream = PrivateFiles.CreateNew(draft))
        {
            stream.Write(RandomNumberGenerator.GetBytes(Length));
        }

        try
        {
            File.Move(draft, file);
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(draft);
        }
    }
}
