using Polly.Timeout;

namespace AltogicAuth.Hosting;

/// <summary>
/// Bounds what all calls of one page take together. Each alone is bounded by the client; a page that makes five in a row
/// would keep its visitor waiting for the sum. The time counts from the page's first call, so a slow upload costs none of it.
/// </summary>
public sealed class PageDeadlineHandler(IHttpContextAccessor accessor, IOptions<AltogicOptions> options, TimeProvider time)
    : DelegatingHandler
{
    /// <summary>Calls that begin this soon are beside the first, and their own time-out is bound enough.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(1);

    private static readonly object FirstCall = new();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (accessor.HttpContext is not { } http || LeftOf(http) is not { } left)
        {
            return await base.SendAsync(request, cancellationToken);
        }

        if (left <= TimeSpan.Zero)
        {
            throw OutOfTime(left);
        }

        using var deadline = new CancellationTokenSource(left, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await base.SendAsync(request, either.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw OutOfTime(left);
        }
    }

    /// <summary>What is left for this call; null for the first one and those beside it, which have all of it.</summary>
    private TimeSpan? LeftOf(HttpContext http)
    {
        if (http.Items.TryGetValue(FirstCall, out var started))
        {
            var spent = time.GetElapsedTime((long)started!);
            return spent < AtOnce ? null : options.Value.TotalTimeout - spent;
        }

        http.Items[FirstCall] = time.GetTimestamp();
        return null;
    }

    private static TimeoutRejectedException OutOfTime(TimeSpan left) => new("The page's calls took too long together.", left);
}
