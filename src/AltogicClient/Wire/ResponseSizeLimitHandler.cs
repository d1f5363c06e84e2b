namespace Altogic.Wire;

/// <summary>
/// Reads a response whole, within the time-out of its attempt and within a limit. A longer response fails the call and does
/// not count as a failure in <see cref="Resilience"/>.
/// </summary>
internal sealed class ResponseSizeLimitHandler(int maxBytes) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            await response.Content.LoadIntoBufferAsync(maxBytes, cancellationToken);
            response.Content.Headers.ContentType = null;
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
