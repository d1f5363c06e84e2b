namespace AltogicAuth.Backend.Storage;

/// <summary>Names of buckets and files.</summary>
internal static class StorageNames
{
    public static string Bucket(string? name, string param) => name is { Length: > 0 and <= 100 } && !name.Contains('\0')
        ? name
        : throw new InvalidFieldException(param, "A bucket has a name of 1 to 100 characters, without NUL.", name);

    public static string File(string? name, string param) => name is { Length: > 0 and <= 255 } && !name.Contains('\0')
        ? name
        : throw new InvalidFieldException(param, "A file has a name of 1 to 255 characters, without NUL.", name);
}
