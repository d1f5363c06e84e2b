namespace AltogicAuth.Backend.Api;

internal static class FormOrigin
{
    /// <summary>Whether a page of the backend's own origin posted a form. An old browser sends <c>Origin</c> only.</summary>
    public static bool IsSameOrigin(HttpRequest request, Uri site)
    {
        var initiator = request.Headers["Sec-Fetch-Site"].ToString();
        return initiator.Length > 0
            ? initiator == "same-origin"
            : request.Headers.Origin.ToString() == site.GetLeftPart(UriPartial.Authority);
    }
}
