using AltogicAuth.Backend.Data;
using AltogicAuth.Backend.Storage;

namespace AltogicAuth.Backend.Api;

/// <summary>Public files, by plain GET without key or session: section 4.5 of the contract.</summary>
internal static class PublicFileEndpoints
{
    private static readonly HashSet<string> Inline = ["image/jpeg", "image/png", "image/webp", "image/gif", "text/plain", "application/pdf"];

    public static void MapPublicFiles(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/_storage/{environment}/{bucket}/{file}", GetAsync);

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
        // Types that a browser might run are downloaded instead.
        var isInline = Inline.Contains(found.MimeType.Split(';')[0]) && http.Request.Query["attachment"] != "true";
        return Results.Bytes(await files.ContentAsync(found.Id), found.MimeType, isInline ? null : found.Name);
    }
}
