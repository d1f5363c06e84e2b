using System.Security.Cryptography;
using System.Text;

namespace AltogicAuth.Backend.Tables;

/// <summary>
/// The backend's secret, in a file of its own beside the database: somebody who reads only the database cannot make what
/// is derived from it.
/// </summary>
internal sealed class BackendKey(BackendDatabase database)
{
    private const string FileName = "backend.key";
    private const int Length = 32;

    private readonly Lazy<byte[]> _secret = new(() => ReadOrCreate(Path.Combine(database.Directory, FileName)));

    /// <summary>Reads the secret, or makes it: a file that cannot be used stops the start.</summary>
    public void Ensure() => _ = _secret.Value;

    /// <summary>A key for one purpose, the same after a restart. Keys for other purposes tell nothing about it.</summary>
    public byte[] For(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _secret.Value, Length, info: Encoding.UTF8.GetBytes(purpose));

    private static byte[] ReadOrCreate(string file)
    {
        if (!File.Exists(file))
        {
            Create(file);
        }

        var secret = File.ReadAllBytes(file);
        return secret.Length == Length ? secret : throw new InvalidDataException($"{file} does not have {Length} bytes. Delete it to have a new one made.");
    }

    // Under another name first: a second process never reads half a key, and the first one's stays.
    private static void Create(string file)
    {
        var draft = $"{file}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(draft, options))
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
