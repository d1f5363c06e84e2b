using AltogicAuth.Backend;

namespace AltogicAuth.Hosting;

/// <summary>The directory of the keys that encrypt cookies: <c>DataProtection:KeysDirectory</c>, relative to the content root.</summary>
public sealed class KeysDirectory(DirectoryInfo directory)
{
    private const string Setting = "DataProtection:KeysDirectory";

    public DirectoryInfo Directory { get; } = directory;

    /// <summary>Every page needs a key, so an app that could store none does not start.</summary>
    public static KeysDirectory Require(WebApplicationBuilder builder)
    {
        var setting = builder.Configuration[Setting] ?? ".data/keys";
        var keys = new KeysDirectory(new DirectoryInfo(Path.Combine(builder.Environment.ContentRootPath, setting)));
        var problem = setting.Length == 0 ? "The setting is empty." : keys.FindProblem();
        return problem is null ? keys : throw new InvalidOperationException($"{Setting}: {keys.Directory} cannot be used. {problem}");
    }

    /// <summary>Null when a new key could be stored, else why not.</summary>
    public string? FindProblem() => WritableDirectory.FindProblem(Directory.FullName);
}
