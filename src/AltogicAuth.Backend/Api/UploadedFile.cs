using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AltogicAuth.Backend.Storage;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace AltogicAuth.Backend.Api;

/// <summary>The file in the body of a request, and its media type. A form's file is in a temporary file, not in memory.</summary>
internal sealed record UploadedFile(Stream Content, string Type) : IAsyncDisposable
{
    // With the default of 4 kB, each 4 kB would be a separate write to the temporary file.
    private const int BufferBytes = 64 * 1024;
    private const int MaxParts = 100;
    private const int MaxTypeLength = 255;

    /// <summary>The first file of a form. Of any other body, a JSON string becomes a text file, and other JSON is stored as it is.</summary>
    public static Task<UploadedFile> ReceiveAsync(HttpRequest request, string? typeOfText, long maxBytes) => request.HasFormContentType
        ? ReceivePartAsync(request, maxBytes)
        : ReceiveJsonAsync(request, typeOfText ?? "text/plain;charset=UTF-8", maxBytes);

    public ValueTask DisposeAsync() => Content.DisposeAsync();

    private static async Task<UploadedFile> ReceivePartAsync(HttpRequest request, long maxBytes)
    {
        try
        {
            var part = await FindFileAsync(request);
            var type = RequireMediaType(part.ContentType is { Length: > 0 } given ? given : "application/octet-stream");
            var content = await TemporaryFile.TryReceiveAsync(part.Body, maxBytes, request.HttpContext.RequestAborted) ?? throw ApiException.BodyTooLarge();
            await request.DiscardBodyAsync();
            return new UploadedFile(content, type);
        }
        catch (Exception malformed) when (malformed is InvalidDataException or IOException)
        {
            throw ApiException.BodyMalformed();
        }
    }

    private static async Task<MultipartSection> FindFileAsync(HttpRequest request)
    {
        var form = MediaTypeHeaderValue.Parse(request.ContentType);
        if (request.ContentLength == 0 || !form.Type.Equals("multipart", StringComparison.OrdinalIgnoreCase))
        {
            throw NoFile();
        }

        if (HeaderUtilities.RemoveQuotes(form.Boundary) is not { Length: > 0 } boundary)
        {
            throw ApiException.BodyMalformed();
        }

        var reader = new MultipartReader(boundary.ToString(), request.Body, BufferBytes);
        for (var parts = 0; parts < MaxParts && await reader.ReadNextSectionAsync(request.HttpContext.RequestAborted) is { } part; parts++)
        {
            if (part.GetContentDispositionHeader()?.IsFileDisposition() == true)
            {
                return part;
            }
        }

        throw NoFile();
    }

    private static InvalidFieldException NoFile() => new("file", "There is no file in the form.");

    private static async Task<UploadedFile> ReceiveJsonAsync(HttpRequest request, string type, long maxBytes)
    {
        request.RequireJson();
        var body = await request.ReadBodyAsync((int)Math.Min(maxBytes, ApiRequest.MaxJsonBytes));
        try
        {
            var content = ApiJson.Parse(body) is JsonValue value && value.TryGetValue<string>(out var text) ? Encoding.UTF8.GetBytes(text) : body;
            return new UploadedFile(new MemoryStream(content), RequireMediaType(type));
        }
        catch (JsonException)
        {
            throw ApiException.BodyMalformed();
        }
    }

    // A response sends the type in a header, and headers are ASCII.
    private static string RequireMediaType(string type) =>
        type.Length <= MaxTypeLength && type.All(c => c is >= ' ' and <= '~') && MediaTypeHeaderValue.TryParse(type, out _)
            ? type
            : throw new InvalidFieldException("contentType", "This is not a media type.", type);
}
