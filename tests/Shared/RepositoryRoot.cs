namespace AltogicAuth.Tests.Shared;

/// <summary>The clone that this was built from.</summary>
public static class RepositoryRoot
{
    public static string Folder { get; } = Find();

    public static string PathOf(params string[] parts) => Path.Combine([Folder, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "AltogicAuth.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("Run it from a clone of the repository.");
    }
}
