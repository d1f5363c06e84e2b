using Microsoft.AspNetCore.Hosting;

namespace AltogicAuth.Tests.Shared;

/// <summary>What every test of the whole app sets.</summary>
public static class TestSettings
{
    public static void UseTestSettings(this IWebHostBuilder builder, DirectoryInfo data, IEnumerable<KeyValuePair<string, string>> settings)
    {
        var directory = Path.Combine(data.FullName, "backend");
        builder.UseSetting("Backend:DataDirectory", directory);
        foreach (var (key, value) in TestDatabase.SettingsOf(directory))
        {
            builder.UseSetting(key, value);
        }

        builder.UseSetting("Backend:PasswordIterations", "1");
        builder.UseSetting("Backend:RateLimits:Enabled", "false");
        builder.UseSetting("DataProtection:KeysIn", "Directory");
        builder.UseSetting("DataProtection:KeysDirectory", Path.Combine(data.FullName, "keys"));
        builder.UseSetting("RateLimits:Enabled", "false");
        // A slow machine does not decide a test.
        builder.UseSetting("Altogic:AttemptTimeout", "00:02:00");
        builder.UseSetting("Altogic:TotalTimeout", "00:05:00");
        builder.UseSetting("Photos:Timeout", "00:05:00");
        foreach (var (key, value) in settings)
        {
            builder.UseSetting(key, value);
        }
    }
}
