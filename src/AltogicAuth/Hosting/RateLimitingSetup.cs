using AltogicAuth.RateLimiting;

namespace AltogicAuth.Hosting;

public static partial class RateLimitingSetup
{
    public static void AddRateLimiting(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<RateLimitOptions>().BindConfiguration(RateLimitOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<IAttemptStore, InMemoryAttemptStore>();
        builder.Services.AddSingleton<DeviceCookies>();
        builder.Services.AddSingleton<AttemptPermits>();
    }

    public static void WarnWithoutRateLimits(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<IOptions<RateLimitOptions>>().Value.Enabled)
        {
            app.Logger.RateLimitsAreOff();
        }
    }

    [LoggerMessage(3, LogLevel.Warning, "RateLimits:Enabled is false: password guesses are not slowed down. For load tests only")]
    private static partial void RateLimitsAreOff(this ILogger logger);
}
