using Microsoft.AspNetCore.Http.Features;

namespace AltogicAuth.Backend.Api;

/// <summary>The bytes of a request, within bounds.</summary>
internal static class RequestBody
{
    private const int MaxDiscardedBytes = 100 * 1024 * 1024;
    private const int ChunkBytes = 64 * 1024;

    /// <summary>Removes the server's own limit, which closes the connection without a response. Every reader here has one.</summary>
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
                throw ApiException.BodyTooLarge();
            }

            body.Write(chunk, 0, read);
        }

        return body.ToArray();
    }

    /// <summary>
    /// Reads and drops the rest of a body. Clients read a response only after they have sent the body; before that, they see a
    /// broken connection.
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
            // The sender is gone.
        }
    }
}
