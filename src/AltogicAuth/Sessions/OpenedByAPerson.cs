namespace AltogicAuth.Sessions;

public static class OpenedByAPerson
{
    /// <summary>A page somebody navigates to: not a HEAD, not a prefetch or preview, not a picture or a script.</summary>
    public static bool IsOpenedByAPerson(this HttpRequest request) =>
        HttpMethods.IsGet(request.Method) &&
        request.Headers["Sec-Fetch-Dest"].ToString() is "" or "document" &&
        !Says(request, "Sec-Purpose") && !Says(request, "Purpose") && !Says(request, "X-Purpose") && !Says(request, "X-Moz");

    private static bool Says(HttpRequest request, string header)
    {
        var value = request.Headers[header].ToString();
        return value.Contains("prefetch", StringComparison.OrdinalIgnoreCase) ||
               value.Contains("preview", StringComparison.OrdinalIgnoreCase);
    }
}
