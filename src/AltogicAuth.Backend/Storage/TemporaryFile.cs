namespace AltogicAuth.Backend.Storage;

/// <summary>
/// A file in the temporary directory that only this process can open. It is gone when it is closed, and also when the process is killed.
/// </summary>
internal static class TemporaryFile
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>The bytes of a source from the beginning, or null when there are more than allowed.</summary>
    /// <exception cref="StorageUnavailableException">The file could not be written, such as on a full disk.</exception>
    public static async Task<Stream?> TryReceiveAsync(Stream source, long maxBytes, CancellationToken cancellation)
    {
        var file = Create();
        try
        {
            var buffer = new byte[BufferBytes];
            while (await source.ReadAsync(buffer, cancellation) is > 0 and var read)
            {
                if (file.Length + read > maxBytes)
                {
                    await file.DisposeAsync();
                    return null;
                }

                await WriteAsync(file, buffer.AsMemory(0, read));
            }

            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    private static FileStream Create()
    {
        var path = Path.Combine(Path.GetTempPath(), $"altogic-{Guid.NewGuid():N}.upload");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            BufferSize = 0,
            Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
        };
        try
        {
            if (OperatingSystem.IsWindows())
            {
                return new FileStream(path, options);
            }

            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            var file = new FileStream(path, options);
            // Windows deletes it for a killed process. Elsewhere an open file needs no name.
            File.Delete(path);
            return file;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(failure);
        }
    }

    private static async Task WriteAsync(FileStream file, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await file.WriteAsync(bytes, CancellationToken.None);
        }
        catch (IOException failure)
        {
            throw NotWritable(failure);
        }
    }

    private static StorageUnavailableException NotWritable(Exception failure) =>
        new($"The temporary directory {Path.GetTempPath()} cannot be written. {failure.Message}", failure);
}
