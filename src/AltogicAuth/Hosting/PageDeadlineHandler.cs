using Polly.Timeout;

namespace AltogicAuth.Hosting;

/// <summary>Bounds what all calls of one page take together: the client bounds each call alone, and a page may make five in a row.</summary>
public sealed class PageDeadlineHandler(IHttpContextAccessor accessor, IOptions<AltogicOptions> options, TimeProvider time)
    : DelegatingHandler
{
    private static readonly object Deadline = new();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (accessor.HttpContext is not { } http)
        {
            return await base.SendAsync(request, cancellationToken);
        }

        var deadline = DeadlineOf(http);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline);
        try
        {
            return await base.SendAsync(request, either.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutRejectedException("The page's calls took too long together.", options.Value.TotalTimeout);
        }
    }

    // The time counts from the page's first call, so a slow upload costs none of it.
    private CancellationToken DeadlineOf(HttpContext http)
    {
        if (http.Items.TryGetValue(Deadline, out var known))
        {
            return (CancellationToken)known!;
        }

        var source = new CancellationTokenSource(options.Value.TotalTimeout, time);
        http.Response.RegisterForDispose(source);
        http.Items[Deadline] = source.Token;
        return source.Token;
    }
}
