namespace Altogic.Wire;

/// <summary>Prevents the transport from repeating a request.</summary>
internal sealed class NoTransportRetryHandler : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // SocketsHttpHandler has no setting for it: when a connection ends before the response begins, it repeats a request
        // without a body up to three times. A server that mails a link and then disconnects would mail four. An empty body
        // counts as a body, and is sent as `Content-Length: 0`.
        request.Content ??= new ByteArrayContent([]);
        return base.SendAsync(request, cancellationToken);
    }
}
