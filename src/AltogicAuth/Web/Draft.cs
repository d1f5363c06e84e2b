using System.Text.Json;

namespace AltogicAuth.Web;

/// <summary>What was typed into a form, while its page is shown anew in another language. Never a password, never in a URL, and only on the page where it was typed.</summary>
public sealed class Draft(AppCookieManager cookies)
{
    // All cookies of a request share its header.
    private const int MaxBytes = 1_000;

    private readonly ProtectedCookie<TypedInput> _cookie = cookies.Protect<TypedInput>("draft", TimeSpan.FromMinutes(5), SameSiteMode.Strict);

    /// <summary>The form is on the page with this local address.</summary>
    public void Keep(HttpContext http, string page, IFormCollection form)
    {
        var fields = form
            .Where(field => IsOfModel(field.Key) && !IsPassword(field.Key))
            .ToDictionary(field => field.Key, field => field.Value[0] ?? "");
        if (fields.Count > 0 && JsonSerializer.SerializeToUtf8Bytes(fields).Length <= MaxBytes)
        {
            _cookie.Write(http, new TypedInput(page.Split('?')[0], fields));
        }
    }

    public string? Find(HttpContext http, string field) =>
        http.Request.IsUserVisible() && _cookie.Read(http) is { } typed && typed.Path == (http.Request.PathBase + http.Request.Path).ToUriComponent()
            ? typed.Fields.GetValueOrDefault(field)
            : null;

    /// <summary>Once the page that shows it has been rendered.</summary>
    public void Clear(HttpContext http)
    {
        if (http.Request.IsUserVisible())
        {
            _cookie.Delete(http);
        }
    }

    /// <summary>Every field with a password has the word in its name. A test checks it.</summary>
    public static bool IsPassword(string field) => field.Contains("Password", StringComparison.OrdinalIgnoreCase);

    private static bool IsOfModel(string field) => field.Contains('.');

    private sealed record TypedInput(string Path, Dictionary<string, string> Fields);
}
