using AltogicAuth.Backend.Hosting;

namespace AltogicAuth.Hosting;

/// <summary>The directory of settings, keys and data: <c>--contentRoot</c>, else that of the published app, else the current one.</summary>
public static class ContentRoot
{
    public static WebApplicationOptions OptionsFor(string[] args) => new()
    {
        Args = args,
        ContentRootPath = ContentRootSetting.Find(args) ?? (Directory.Exists(PublishedFiles) ? AppContext.BaseDirectory : Directory.GetCurrentDirectory()),
        WebRootPath = Directory.Exists(PublishedFiles) ? PublishedFiles : null,
    };

    private static string PublishedFiles => Path.Combine(AppContext.BaseDirectory, "wwwroot");
}
