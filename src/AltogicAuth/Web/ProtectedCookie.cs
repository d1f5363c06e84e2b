using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.DataProtection;

namespace AltogicAuth.Web;

/// <summary>A cookie with one encrypted value. Its expiry is encrypted too, so a copied cookie expires; an unreadable one counts as absent.</summary>
public sealed class ProtectedCookie<T>(
    string name, TimeSpan lifetime, SameSiteMode sameSite, IDataProtector protector, AppCookieManager cookies, TimeProvider time) where T : class
{
    // Short: all cookies of a response share its header. The unescaped characters are safe, as no page shows the value.
    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public void Write(HttpContext http, T value)
    {
        var sealedValue = new Sealed(value, (time.GetUtcNow() + lifetime).ToUnixTimeSeconds());
        var text = protector.Protect(JsonSerializer.Serialize(sealedValue, Json));
        cookies.AppendResponseCookie(http, name, text, new CookieOptions { MaxAge = lifetime, SameSite = sameSite });
    }

    public T? Read(HttpContext http)
    {
        if (!http.Items.TryGetValue(this, out var value))
        {
            http.Items[this] = value = Decrypt(http);
        }

        return (T?)value;
    }

    private T? Decrypt(HttpContext http)
    {
        if (cookies.GetRequestCookie(http, name) is not { Length: > 0 } text)
        {
            return null;
        }

        try
        {
            var sealedValue = JsonSerializer.Deserialize<Sealed>(protector.Unprotect(text), Json);
            return sealedValue is not null && sealedValue.Expires > time.GetUtcNow().ToUnixTimeSeconds() ? sealedValue.Value : null;
        }
        catch (Exception unreadable) when (unreadable is CryptographicException or JsonException or FormatException)
        {
            return null;
        }
    }

    public void Delete(HttpContext http)
    {
        if (cookies.GetRequestCookie(http, name) is not null)
        {
            cookies.DeleteCookie(http, name, new CookieOptions { SameSite = sameSite });
        }
    }

    // In seconds, which always have the same number of digits: the length of a cookie must reveal nothing.
    private sealed record Sealed(T Value, long Expires);
}
