using Microsoft.AspNetCore.Http.Features;

namespace AltogicAuth.LocalBackend.Wire;

/// <summary>The bytes of a request, within bounds.</summary>
internal static class RequestBody
{
    private const int MaxDiscardedBytes = 100 * 1024 * 1024;
    private const int ChunkBytes = 64 * 1024;

    /// <summary>
    /// What is too large is read to its end all the same, and thrown away: who is still sending does not read a refusal,
    /// and takes the closed connection for a failure. The server's own limit would close it.
    /// </summary>
    public static async Task<byte[]> ReadBodyAsync(this HttpRequest request, int maxBytes)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        using var kept = new MemoryStream();
        var chunk = new byte[ChunkBytes];
        long total = 0;
        while (total <= (long)maxBytes + MaxDiscardedBytes && await request.Body.ReadAsync(chunk, request.HttpContext.RequestAborted) is > 0 and var read)
        {
            total += read;
            if (total <= maxBytes)
            {
                kept.Write(chunk, 0, read);
            }
        }

        return total <= maxBytes ? kept.ToArray() : throw ApiFailure.TooLarge();
    }
}
