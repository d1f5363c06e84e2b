namespace AltogicAuth.Backend.Hosting.Commands;

/// <summary>A file that is there once it is complete. Until then its name ends in <c>.part</c>.</summary>
internal static class NewFile
{
    /// <exception cref="CommandException">There is a file of this name.</exception>
    public static async Task WriteAsync(string path, Func<string, Task> write)
    {
        if (File.Exists(path))
        {
            throw new CommandException($"{path} exists already. Name a new file.");
        }

        var draft = $"{path}.part";
        File.Delete(draft);
        try
        {
            await write(draft);
            File.Move(draft, path);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }
}
