using AltogicAuth.EmailLinks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Primitives;

namespace AltogicAuth.Pages;

/// <summary>Theme and language, kept in this browser. The form stands at the foot of every page.</summary>
[AllowAnonymous]
public sealed class PreferencesModel(AppCookieManager cookies) : PageModel, IRedisplay
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    /// <summary>What pages read of their address to show what they show.</summary>
    private static readonly HashSet<string> Shown = ["returnUrl", "sessions", "status", "action", "error"];

    public IActionResult OnGet() => LocalRedirect("~/");

    public IActionResult OnPost(string? theme, string? language, string? returnUrl)
    {
        if (Theme.Choices.Contains(theme))
        {
            Keep(Theme.Cookie, theme!);
        }

        if (Languages.Supported.Any(culture => culture.Name == language))
        {
            Keep(Languages.Cookie, language!);
        }

        return LocalRedirect(ReturnUrl.Local(returnUrl) ?? "~/");
    }

    /// <summary>The buttons stand on the page that the visitor came from. Without cookies no message gets there.</summary>
    public Task<IActionResult?> LoadForRedisplayAsync(CancellationToken cancellation)
    {
        if (!Request.HasCookies())
        {
            return Task.FromResult<IActionResult?>(null);
        }

        this.SetFlash("Error.Stale");
        return Task.FromResult<IActionResult?>(LocalRedirect(ReturnUrl.Local(ModelState["returnUrl"]?.AttemptedValue) ?? "~/"));
    }

    /// <summary>The page that shows, one of an error too, without what else its address carries. Where that is a mailed link's token, all of it.</summary>
    public static string WayBack(HttpContext http)
    {
        var path = (http.Request.PathBase + new PathString(http.FailedPath() ?? http.Request.Path)).ToUriComponent();
        var query = http.Request.Query;
        var address = EmailLinkCallback.HasToken(query)
            ? path
            : path + QueryString.Create(query.Where(parameter => Shown.Contains(parameter.Key)).Select(WithoutStrangersWords));
        // A path may itself begin like another host: //evil.example.
        return ReturnUrl.Local(address) ?? $"{http.Request.PathBase}/";
    }

    // That there was an error counts, not what somebody wrote about it.
    private static KeyValuePair<string, StringValues> WithoutStrangersWords(KeyValuePair<string, StringValues> parameter) =>
        parameter.Key == "error" ? new(parameter.Key, "") : parameter;

    private void Keep(string name, string value) =>
        cookies.AppendResponseCookie(HttpContext, name, value, new CookieOptions { MaxAge = Kept, SameSite = SameSiteMode.Lax });
}
