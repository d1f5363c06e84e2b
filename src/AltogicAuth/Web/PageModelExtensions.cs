using AltogicAuth.Passwords;

namespace AltogicAuth.Web;

public static class PageModelExtensions
{
    public static void SetFlash(this PageModel page, string textKey) =>
        page.HttpContext.RequestServices.GetRequiredService<Flash>().SetFlash(page.HttpContext, textKey);

    public static void AddPasswordError(this PageModel page, PasswordResult result, string field)
    {
        if (result != PasswordResult.Ok)
        {
            page.ModelState.AddModelError(field, $"Password.{result}");
        }
    }

    public static PageResult Redisplay(this PageModel page, int status = 422) => new() { StatusCode = status };

    /// <summary>Adds one message. <paramref name="field"/> is the full name of its field.</summary>
    public static PageResult RedisplayWithError(this PageModel page, string text, string? field = null, int status = 422)
    {
        page.ModelState.AddModelError(field ?? "", text);
        return page.Redisplay(status);
    }

    /// <summary>Shows the form again with one message, in place of what its handler would show. Validation messages are dropped.</summary>
    public static async Task<IActionResult> RejectFormAsync(this PageModel page, string text, int status)
    {
        page.ModelState.ClearValidationState("");
        return page is IRedisplay redisplay && await redisplay.LoadAsync(page.HttpContext.RequestAborted) is { } redirect
            ? redirect
            : page.RedisplayWithError(text, status: status);
    }
}
