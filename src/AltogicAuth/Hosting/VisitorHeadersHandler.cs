using System.Globalization;

namespace AltogicAuth.Hosting;

/// <summary>
/// Tells Altogic which browser the visitor uses, so that a session bears its name and not the server's, and which
/// language a mail should have.
/// </summary>
public sealed class VisitorHeadersHandler(IHttpContextAccessor accessor) : DelegatingHandler
{
    private const int MaxUserAgent = 512;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (accessor.HttpContext?.Request.Headers.UserAgent.ToString() is { Length: > 0 } visitor)
        {
            Set(request, "User-Agent", HeaderSafe(visitor));
        }

        Set(request, "Accept-Language", CultureInfo.CurrentUICulture.Name);
        return base.SendAsync(request, cancellationToken);
    }

    // A read that is tried again comes by once more, with what was set before.
    private static void Set(HttpRequestMessage request, string header, string value)
    {
        request.Headers.Remove(header);
        request.Headers.TryAddWithoutValidation(header, value);
    }

    private static string HeaderSafe(string text) =>
        text.Length <= MaxUserAgent && !text.AsSpan().ContainsAnyExceptInRange(' ', '~')
            ? text
            : string.Concat(text.Where(c => c is >= ' ' and <= '~').Take(MaxUserAgent));
}
