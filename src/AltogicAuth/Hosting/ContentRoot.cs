namespace AltogicAuth.Hosting;

/// <summary>The directory of settings, keys and data: <c>--contentRoot</c>, else that of the published app, else the current one.</summary>
public static class ContentRoot
{
    public static WebApplicationOptions OptionsFor(string[] args)
    {
        var root = Named(args) is { Length: > 0 } named ? Path.GetFullPath(named)
            : Directory.Exists(PublishedFiles) ? AppContext.BaseDirectory
            : Directory.GetCurrentDirectory();
        if (!Directory.Exists(root))
        {
            throw new InvalidOperationException($"contentRoot: the directory {root} does not exist.");
        }

        return new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = root,
            WebRootPath = Directory.Exists(PublishedFiles) ? PublishedFiles : null,
        };
    }

    private static string PublishedFiles => Path.Combine(AppContext.BaseDirectory, "wwwroot");

    // The framework would resolve a relative path from the app's own directory.
    private static string? Named(string[] args) => new ConfigurationBuilder()
        .AddEnvironmentVariables("ASPNETCORE_").AddEnvironmentVariables("DOTNET_").AddCommandLine(args).Build()[WebHostDefaults.ContentRootKey];
}
