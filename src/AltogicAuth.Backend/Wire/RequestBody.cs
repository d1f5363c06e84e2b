using Microsoft.AspNetCore.Http.Features;

namespace AltogicAuth.Backend.Wire;

/// <summary>The bytes of a request, within bounds.</summary>
internal static class RequestBody
{
    private const int MaxDiscardedBytes = 100 * 1024 * 1024;
    private const int ChunkBytes = 64 * 1024;

    /// <summary>Takes the server's own limit away: it closes the connection, which is no answer. Every reader here has one.</summary>
    public static void LiftLimit(this HttpRequest request)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }
    }

    public static async Task<byte[]> ReadBodyAsync(this HttpRequest request, int maxBytes)
    {
        using var body = new MemoryStream();
        var chunk = new byte[ChunkBytes];
        while (await request.Body.ReadAsync(chunk, request.HttpContext.RequestAborted) is > 0 and var read)
        {
            if (body.Length + read > maxBytes)
            {
                throw ApiFailure.TooLarge();
            }

            body.Write(chunk, 0, read);
        }

        return body.ToArray();
    }

    /// <summary>
    /// Takes in what somebody is still sending, and throws it away. A client reads its refusal afterwards only: before, it
    /// sees a broken connection.
    /// </summary>
    public static async Task DiscardBodyAsync(this HttpRequest request)
    {
        try
        {
            var chunk = new byte[ChunkBytes];
            var discarded = 0;
            while (discarded < MaxDiscardedBytes && await request.Body.ReadAsync(chunk, request.HttpContext.RequestAborted) is > 0 and var read)
            {
                discarded += read;
            }
        }
        catch (IOException)
        {
            // It cannot be read: then nobody is sending any more.
        }
    }
}
