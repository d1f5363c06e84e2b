using Microsoft.AspNetCore.Hosting;

namespace AltogicAuth.Backend.Hosting;

/// <summary>The setting <c>contentRoot</c>: the directory of settings and data.</summary>
public static class ContentRootSetting
{
    /// <summary>The named directory, relative to the current one; null if none is named.</summary>
    public static string? Find(string[] args)
    {
        // The framework would resolve a relative path from the program's own directory.
        if (Configured(args) is not { Length: > 0 } named)
        {
            return null;
        }

        var root = Path.GetFullPath(named);
        return Directory.Exists(root) ? root : throw new InvalidOperationException($"contentRoot: the directory {root} does not exist.");
    }

    private static string? Configured(string[] args) => new ConfigurationBuilder()
        .AddEnvironmentVariables("ASPNETCORE_").AddEnvironmentVariables("DOTNET_").AddCommandLine(args).Build()[WebHostDefaults.ContentRootKey];
}
