namespace AltogicAuth.Tests.App;

/// <summary>The sources that the tests were built from.</summary>
public static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory!.FullName, "AltogicAuth.sln")))
        {
            directory = directory.Parent;
        }

        return directory.FullName;
    }
}
