namespace Altogic.Wire;

/// <summary>
/// Reads an answer whole, within its attempt's time-out and within a limit, whatever its encoding claims to be. A longer
/// one fails the call, and counts for nothing in <see cref="Resilience"/>.
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
