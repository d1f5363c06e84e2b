using System.Net.Http.Headers;

namespace Altogic.Wire;

/// <summary>
/// Reads an answer whole, within its attempt's time-out and within a limit, whatever its encoding claims to be. A longer
/// one counts as a failed attempt.
/// </summary>
internal sealed class BoundedAnswerHandler(int maxBytes) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            var type = response.Content.Headers.ContentType?.MediaType;
            var body = new ByteArrayContent(await ReadAsync(response.Content, cancellationToken));
            body.Headers.ContentType = MediaTypeHeaderValue.Parse("application/octet-stream");
            response.Content.Dispose();
            response.Content = body;
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private async Task<byte[]> ReadAsync(HttpContent content, CancellationToken cancellation)
    {
        if (content.Headers.ContentLength > maxBytes)
        {
            throw TooLong();
        }

        await using var stream = await content.ReadAsStreamAsync(cancellation);
        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await stream.ReadAsync(chunk, cancellation)) > 0)
        {
            if (buffer.Length + read > maxBytes)
            {
                throw TooLong();
            }

            buffer.Write(chunk, 0, read);
        }

        return buffer.ToArray();
    }

    private static HttpRequestException TooLong() => new("The answer is longer than the limit.");
}
