namespace AltogicAuth.Backend.Wire;

/// <summary>Asks for the client key, except where a browser comes by itself: mailed links.</summary>
internal sealed class ClientKey(RequestDelegate next, IOptions<BackendOptions> options)
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
            throw new ApiFailure(401, "missing_client_key", "The client key is missing.");
        }

        return key == options.Value.ClientKey ? next(http) : throw new ApiFailure(401, "invalid_client_key", "The client key is not valid.");
    }
}
