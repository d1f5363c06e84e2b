using AltogicAuth.RateLimiting;

namespace AltogicAuth.Hosting;

public static class RateLimitingSetup
{
    public static void AddRateLimiting(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<RateLimitOptions>().BindConfiguration(RateLimitOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<IAttemptStore, InMemoryAttemptStore>();
        builder.Services.AddMemoryCache();
        builder.Services.AddSingleton<DeviceCookies>();
        builder.Services.AddSingleton<AttemptPermits>();
    }
}
