namespace AltogicAuth.Web;

public static class CookieSupport
{
    /// <summary>Whether the browser sent any cookie. Every form comes with one, so a browser that sends none with it keeps none.</summary>
    public static bool HasCookies(this HttpRequest request) => request.Cookies.Count > 0;
}
