using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Altogic.Wire;

/// <summary>
/// Time-outs for every call, a circuit breaker for each operation, retries for reads only. The call says whether it is a
/// read, not its verb: the exchange of a mailed token is a GET.
/// </summary>
internal static class Resilience
{
    public const string IsRead = "altogic.read";

    private static readonly HttpRequestOptionsKey<bool> IsReadKey = new(IsRead);

    // One operation may be overloaded while the others work. Paths carry no ids, so there are as many circuits as operations.
    public static void AddAltogicResilience(this IHttpClientBuilder builder) =>
        builder.AddResilienceHandler("altogic", Configure).SelectPipelineBy(_ => request => request.RequestUri!.AbsolutePath);

    private static void Configure(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, ResilienceHandlerContext context)
    {
        var options = context.ServiceProvider.GetRequiredService<IOptions<AltogicOptions>>().Value;
        pipeline.TimeProvider = new MonotonicTimeProvider(context.ServiceProvider.GetRequiredService<TimeProvider>());
        pipeline.AddTimeout(options.TotalTimeout);
        if (options.ReadRetries > 0)
        {
            pipeline.AddRetry(RetryOfReads(options));
        }

        pipeline.AddCircuitBreaker(Breaker(options));
        pipeline.AddTimeout(options.AttemptTimeout);
    }

    private static RetryStrategyOptions<HttpResponseMessage> RetryOfReads(AltogicOptions options) => new()
    {
        MaxRetryAttempts = options.ReadRetries,
        Delay = options.RetryDelay,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        ShouldHandle = args => ValueTask.FromResult(
            args.Context.GetRequestMessage()?.Options.TryGetValue(IsReadKey, out var isRead) == true && isRead &&
            HasFailed(args.Outcome)),
    };

    private static CircuitBreakerStrategyOptions<HttpResponseMessage> Breaker(AltogicOptions options) => new()
    {
        FailureRatio = 0.5,
        MinimumThroughput = 10,
        SamplingDuration = TimeSpan.FromSeconds(10),
        BreakDuration = options.BreakDuration,
        ShouldHandle = args => ValueTask.FromResult(HasFailed(args.Outcome)),
    };

    private static bool HasFailed(Outcome<HttpResponseMessage> outcome) =>
        // A response that is too long is no outage, and would be as long the next time.
        outcome.Exception is HttpRequestException { HttpRequestError: not HttpRequestError.ConfigurationLimitExceeded } or IOException or TimeoutRejectedException ||
        outcome.Result is { StatusCode: >= HttpStatusCode.InternalServerError } failed && !AsksToWait(failed);

    // A service that rejects load and says when to retry works.
    private static bool AsksToWait(HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.ServiceUnavailable && response.Headers.RetryAfter is not null;
}
