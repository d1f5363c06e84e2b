namespace AltogicAuth.Hosting;

/// <summary>Where settings, keys and data are: what <c>--contentRoot</c> names, else the published app's own directory, else the current one.</summary>
public static class ContentRoot
{
    public static WebApplicationOptions OptionsFor(string[] args)
    {
        var root = Named(args) is { Length: > 0 } named ? Path.GetFullPath(named)
            : Directory.Exists(PublishedFiles) ? AppContext.BaseDirectory
            : Directory.GetCurrentDirectory();
        if (!Directory.Exists(root))
        {
            throw new InvalidOperationException($"contentRoot: there is no directory {root}.");
        }

        return new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = root,
            // The files belong to the app, wherever its data is.
            WebRootPath = Directory.Exists(PublishedFiles) ? PublishedFiles : null,
        };
    }

    private static string PublishedFiles => Path.Combine(AppContext.BaseDirectory, "wwwroot");

    // As the framework would read it, which lets a relative path start at the app's own directory.
    private static string? Named(string[] args) => new ConfigurationBuilder()
        .AddEnvironmentVariables("ASPNETCORE_").AddEnvironmentVariables("DOTNET_").AddCommandLine(args).Build()[WebHostDefaults.ContentRootKey];
}
