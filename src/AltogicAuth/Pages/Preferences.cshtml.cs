using AltogicAuth.EmailLinks;
using Microsoft.Extensions.Primitives;

namespace AltogicAuth.Pages;

[AllowAnonymous]
public sealed class PreferencesModel(AppCookieManager cookies, Draft draft) : PageModel, IRedisplay
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    // What pages read of their query to show what they show.
    private static readonly HashSet<string> Shown = ["returnUrl", "sessions", "status", "action", "error"];

    public IActionResult OnGet() => LocalRedirect("~/");

    public IActionResult OnPost(string? theme, string? language, string? returnUrl)
    {
        var page = ReturnUrl.Local(returnUrl) ?? "~/";
        if (Theme.Choices.Contains(theme))
        {
            Keep(Theme.Cookie, theme!);
        }

        if (Languages.Supported.Any(culture => culture.Name == language))
        {
            Keep(Languages.Cookie, language!);
            draft.Keep(HttpContext, page, Request.Form);
        }

        return LocalRedirect(page);
    }

    /// <summary>The form is on the page that the visitor came from. Without cookies no message gets there.</summary>
    public Task<IActionResult?> LoadAsync(CancellationToken cancellation)
    {
        if (!Request.HasCookies())
        {
            return Task.FromResult<IActionResult?>(null);
        }

        this.SetFlash("Error.Stale");
        return Task.FromResult<IActionResult?>(LocalRedirect(ReturnUrl.Local(ModelState["returnUrl"]?.AttemptedValue) ?? "~/"));
    }

    /// <summary>The address of the page that shows, also of an error. The token of a mailed link is not part of it.</summary>
    public static string CurrentPageUrl(HttpContext http)
    {
        var path = (http.Request.PathBase + new PathString(http.FailedPath() ?? http.Request.Path)).ToUriComponent();
        var query = http.Request.Query;
        var address = EmailLinkCallback.HasToken(query)
            ? path
            : path + QueryString.Create(query.Where(parameter => Shown.Contains(parameter.Key)).Select(WithoutStrangersWords));
        // A path may itself begin like another host: //evil.example.
        return ReturnUrl.Local(address) ?? $"{http.Request.PathBase}/";
    }

    // Another site may have chosen the text of the error.
    private static KeyValuePair<string, StringValues> WithoutStrangersWords(KeyValuePair<string, StringValues> parameter) =>
        parameter.Key == "error" ? new(parameter.Key, "") : parameter;

    private void Keep(string name, string value) =>
        cookies.AppendResponseCookie(HttpContext, name, value, new CookieOptions { MaxAge = Kept, SameSite = SameSiteMode.Lax });
}
