namespace AltogicAuth.Backend;

/// <summary>Finds out whether files can be written in a directory, by writing one.</summary>
public static class WritableDirectory
{
    // More than a file system keeps beside a file's name: on a full disk, an empty file can still be made.
    private const int ProbeBytes = 4_096;

    /// <summary>Makes the directory where it is missing. Null when a file can be written in it, else why not.</summary>
    public static string? FindProblem(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
            using var probe = new FileStream(
                Path.Combine(directory, $".probe-{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
            probe.Write(new byte[ProbeBytes]);
            probe.Flush(flushToDisk: true);
            return null;
        }
        // The last one is what .NET makes of a limit for the size of files.
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            return failure.Message;
        }
    }
}
