namespace AltogicAuth.Backend.Api;

/// <summary>Requires the client key of every call of the API, except of mailed links, which a browser opens.</summary>
internal sealed class ClientKeyMiddleware(RequestDelegate next, IOptions<BackendOptions> options)
{
    public Task InvokeAsync(HttpContext http)
    {
        if (!http.Request.Path.StartsWithSegments("/_api") || http.Request.Path.Value!.EndsWith("/auth/verify", StringComparison.Ordinal))
        {
            return next(http);
        }

        var key = http.Request.Headers["X-Client-Key"].ToString();
        if (key.Length == 0)
        {
            throw new ApiException(401, "missing_client_key", "The client key is missing.");
        }

        return key == options.Value.ClientKey ? next(http) : throw new ApiException(401, "invalid_client_key", "The client key is not valid.");
    }
}
