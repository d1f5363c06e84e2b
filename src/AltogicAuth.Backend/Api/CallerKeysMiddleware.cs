namespace AltogicAuth.Backend.Api;

/// <summary>
/// Requires the client key of every call of the API, and an API key where the API is not public. Mailed links need neither, because
/// a browser opens them.
/// </summary>
internal sealed class CallerKeysMiddleware(RequestDelegate next, CallerKeys keys, IOptions<BackendOptions> options)
{
    private static readonly PathString MailedLink = "/_api/rest/v1/auth/verify";

    public Task InvokeAsync(HttpContext http)
    {
        var (path, headers) = (http.Request.Path, http.Request.Headers);
        if (!path.StartsWithSegments("/_api") || path == MailedLink)
        {
            return next(http);
        }

        if (options.Value.PublicApi != true && !keys.IsApiKey(headers.Authorization.ToString()))
        {
            throw ApiException.NothingHere();
        }

        var clientKey = headers["X-Client-Key"].ToString();
        if (clientKey.Length == 0)
        {
            throw new ApiException(401, "missing_client_key", "The client key is missing.");
        }

        return keys.IsClientKey(clientKey) ? next(http) : throw new ApiException(401, "invalid_client_key", "The client key is not valid.");
    }
}
