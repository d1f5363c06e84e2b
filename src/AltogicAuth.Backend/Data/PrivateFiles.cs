namespace AltogicAuth.Backend.Data;

/// <summary>Keeps other users of the machine out: directories are 0700, files 0600. Windows has no such modes.</summary>
internal static class PrivateFiles
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Creates a directory, or restricts an existing one.</summary>
    public static void RequireDirectory(string path)
    {
        Directory.CreateDirectory(path);
        Restrict(path, Owner | UnixFileMode.UserExecute);
    }

    /// <summary>Creates an empty file, or restricts an existing one.</summary>
    public static void RequireFile(string path)
    {
        using (var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            Restrict(path, Owner);
        }
    }

    /// <summary>Creates a file.</summary>
    /// <exception cref="IOException">It exists.</exception>
    public static FileStream CreateNew(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = Owner;
        }

        return new FileStream(path, options);
    }

    private static void Restrict(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(path) != mode)
        {
            File.SetUnixFileMode(path, mode);
        }
    }
}
