using System.Net;

namespace AltogicAuth.Backend.Api;

/// <summary>The Redirect URL with the result of a link or of a sign-in at a provider: section 2.3 of the contract.</summary>
internal static class AppRedirect
{
    public static string Success(BackendAddress address, string action) => With(address, ("status", "200"), ("action", action));

    public static string Success(BackendAddress address, string action, string accessToken) =>
        With(address, ("status", "200"), ("access_token", accessToken), ("action", action));

    public static string Failure(BackendAddress address, string action, int status, string error) =>
        With(address, ("status", $"{status}"), ("action", action), ("error", error));

    public static string Failure(BackendAddress address, string action, int status, string error, string code) =>
        With(address, ("status", $"{status}"), ("action", action), ("error", error), ("code", code));

    /// <summary>The target is never taken from the request: that would be an open redirect.</summary>
    private static string With(BackendAddress address, params (string Name, string Value)[] parameters)
    {
        // As a form encodes it: a space is a plus.
        var query = string.Join('&', parameters.Select(p => $"{p.Name}={WebUtility.UrlEncode(p.Value)}"));
        var target = address.RedirectUrl;
        return $"{target}{(target.Contains('?') ? '&' : '?')}{query}";
    }
}
