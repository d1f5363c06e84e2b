namespace Altogic.Wire;

/// <summary>Keeps the transport from repeating a call behind the client's back.</summary>
internal sealed class NoTransportRetryHandler : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // SocketsHttpHandler has no switch for it: where a connection ends before the answer begins, it sends the request up
        // to three times more unless it had started on a body. A server that mails a link and then hangs up would mail four.
        // An empty body counts as one, and is `Content-Length: 0` on the wire, a GET's too, which says the same as no body.
        request.Content ??= new ByteArrayContent([]);
        return base.SendAsync(request, cancellationToken);
    }
}
