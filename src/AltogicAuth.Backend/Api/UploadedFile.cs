using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace AltogicAuth.Backend.Api;

/// <summary>The file in the body of a request.</summary>
internal static class UploadedFile
{
    private const int FormOverhead = 64 * 1024;
    private const int MaxTypeLength = 255;

    /// <summary>The first file of a form. Of any other body, a JSON string becomes a text file, and other JSON is stored as it is.</summary>
    public static async Task<(byte[] Content, string Type)> ReadFileAsync(this HttpRequest request, string? typeOfText, int maxBytes)
    {
        var (content, type) = request.HasFormContentType
            ? await PartAsync(request, maxBytes)
            : (await TextAsync(request, maxBytes), typeOfText ?? "text/plain;charset=UTF-8");
        return IsMediaType(type) ? (content, type) : throw new InvalidFieldException("contentType", "This is not a media type.", type);
    }

    private static async Task<(byte[] Content, string Type)> PartAsync(HttpRequest request, int maxBytes)
    {
        request.Body = new MemoryStream(await request.ReadBodyAsync(maxBytes + FormOverhead));
        if (await FormAsync(request) is not { Files: [var part, ..] })
        {
            throw new InvalidFieldException("file", "There is no file in the form.");
        }

        if (part.Length > maxBytes)
        {
            throw ApiException.BodyTooLarge();
        }

        using var content = new MemoryStream();
        await part.CopyToAsync(content);
        return (content.ToArray(), part.ContentType is { Length: > 0 } type ? type : "application/octet-stream");
    }

    private static async Task<IFormCollection> FormAsync(HttpRequest request)
    {
        try
        {
            return await request.ReadFormAsync(new FormOptions { MultipartBodyLengthLimit = request.Body.Length });
        }
        catch (Exception malformed) when (malformed is InvalidDataException or IOException)
        {
            throw ApiException.BodyMalformed();
        }
    }

    private static async Task<byte[]> TextAsync(HttpRequest request, int maxBytes)
    {
        request.RequireJson();
        var body = await request.ReadBodyAsync(maxBytes);
        try
        {
            return ApiJson.Parse(body) is JsonValue value && value.TryGetValue<string>(out var text) ? Encoding.UTF8.GetBytes(text) : body;
        }
        catch (JsonException)
        {
            throw ApiException.BodyMalformed();
        }
    }

    // A response sends the type in a header, and headers are ASCII.
    private static bool IsMediaType(string type) =>
        type.Length <= MaxTypeLength && type.All(c => c is >= ' ' and <= '~') && MediaTypeHeaderValue.TryParse(type, out _);
}
