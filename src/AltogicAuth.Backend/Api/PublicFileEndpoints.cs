using AltogicAuth.Backend.Data;
using AltogicAuth.Backend.Storage;
using Microsoft.Net.Http.Headers;

namespace AltogicAuth.Backend.Api;

/// <summary>Public files, by plain GET without key or session: section 4.5 of the contract.</summary>
internal static class PublicFileEndpoints
{
    private const string UnknownType = "application/octet-stream";

    // A browser shows these and runs nothing. SVG and PDF can contain scripts.
    private static readonly HashSet<string> SafeTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        "image/jpeg", "image/png", "image/webp", "image/gif", "image/avif",
        "video/mp4", "video/webm", "video/ogg", "audio/mp4", "audio/webm", "audio/ogg", "audio/mpeg",
        "text/plain",
    };

    public static void MapPublicFiles(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapMethods("/_storage/{environment}/{bucket}/{file}", [HttpMethods.Get, HttpMethods.Head], GetAsync);

    private static async Task<IResult> GetAsync(string environment, string bucket, string file, HttpContext http, Files files, BackendDatabase database)
    {
        if (environment != database.EnvironmentId || await files.FindByIdAsync(file) is not { } found || found.BucketId != bucket)
        {
            throw new RejectedException(Rejection.FileNotFound);
        }

        if (!found.IsPublic)
        {
            throw new ApiException(403, "not_public", "This file is private.");
        }

        var headers = http.Response.Headers;
        headers.AccessControlAllowOrigin = "*";
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        headers.CacheControl = "public, max-age=31536000";
        headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        var isSafe = MediaTypeHeaderValue.TryParse(found.MimeType, out var type) && SafeTypes.Contains(type.MediaType.ToString());
        var isInline = isSafe && http.Request.Query["attachment"] != "true";
        return Results.Stream(
            files.Open(found), isSafe ? found.MimeType : UnknownType, isInline ? null : found.Name,
            found.UpdatedAt, new EntityTagHeaderValue($"\"{found.ContentId}\""), enableRangeProcessing: true);
    }
}
