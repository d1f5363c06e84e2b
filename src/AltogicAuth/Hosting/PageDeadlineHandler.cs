using Polly.Timeout;

namespace AltogicAuth.Hosting;

/// <summary>Bounds what all calls of one page take together. The client bounds each call alone, and a page may make five in a row.</summary>
public sealed class PageDeadlineHandler(IHttpContextAccessor accessor, IOptions<AltogicOptions> options, TimeProvider time)
    : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (accessor.HttpContext is not { } http)
        {
            return await base.SendAsync(request, cancellationToken);
        }

        // The time counts from the page's first call, so a slow upload costs none of it.
        if (http.Items[typeof(PageDeadlineHandler)] is not CancellationToken deadline)
        {
            var source = new CancellationTokenSource(options.Value.TotalTimeout, time);
            http.Response.RegisterForDispose(source);
            http.Items[typeof(PageDeadlineHandler)] = deadline = source.Token;
        }

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
}
