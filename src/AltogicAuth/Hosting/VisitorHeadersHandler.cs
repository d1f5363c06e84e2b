namespace AltogicAuth.Hosting;

/// <summary>Forwards the browser for the list of sessions, the language for mails, and, with an API key, the address for rate limits.</summary>
public sealed class VisitorHeadersHandler(IHttpContextAccessor accessor) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (accessor.HttpContext?.Request.Headers.UserAgent.ToString() is { Length: > 0 } browser)
        {
            Set(request, "User-Agent", string.Concat(browser.Where(c => c is >= ' ' and <= '~').Take(512)));
        }

        if (request.Headers.Contains("Authorization") && accessor.HttpContext?.Connection.RemoteIpAddress is { } address)
        {
            Set(request, "X-Visitor-Address", address.ToString());
        }

        Set(request, "Accept-Language", CultureInfo.CurrentUICulture.Name);
        return base.SendAsync(request, cancellationToken);
    }

    // A retry sends the same request again, with these headers set.
    private static void Set(HttpRequestMessage request, string header, string value)
    {
        request.Headers.Remove(header);
        request.Headers.TryAddWithoutValidation(header, value);
    }
}
