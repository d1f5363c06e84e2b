using AltogicAuth.Backend.Tables;
using AltogicAuth.Backend.Wire;

namespace AltogicAuth.Backend.Endpoints;

/// <summary>Public files, for everybody: plain GET, no key, no session.</summary>
internal static class PublicFileEndpoints
{
    private static readonly HashSet<string> Shown = ["image/jpeg", "image/png", "image/webp", "image/gif", "text/plain", "application/pdf"];

    public static void MapPublicFiles(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/_storage/{environment}/{bucket}/{file}", Get);

    private static IResult Get(string environment, string bucket, string file, HttpContext http, Files files, BackendDatabase database)
    {
        if (environment != database.EnvironmentId || files.FindById(file) is not { } found || found.BucketId != bucket)
        {
            throw Files.Missing();
        }

        if (!found.IsPublic)
        {
            throw new ApiFailure(403, "not_public", "This file is private.");
        }

        var headers = http.Response.Headers;
        headers.AccessControlAllowOrigin = "*";
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        headers.CacheControl = "public, max-age=31536000";
        headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        // What a browser might run is downloaded instead.
        var isShown = Shown.Contains(found.MimeType.Split(';')[0]) && http.Request.Query["attachment"] != "true";
        return Results.Bytes(files.Content(found.Id), found.MimeType, isShown ? null : found.Name);
    }
}
