namespace AltogicAuth.Web;

/// <summary>Shows a rejected form again: with the typed values, a message, and a status for programs.</summary>
public static class RedisplayExtensions
{
    /// <summary>Adds one message. <paramref name="field"/> is the full name of its field.</summary>
    public static PageResult RedisplayWithError(this PageModel page, string text, string? field = null, int status = 422)
    {
        page.ModelState.AddModelError(field ?? "", text);
        return page.Redisplay(status);
    }

    /// <summary>Shows the messages of the model state.</summary>
    public static PageResult Redisplay(this PageModel page, int status = 422)
    {
        var result = page.Page();
        result.StatusCode = status;
        return result;
    }

    /// <summary>Rejects a form before its handler ran. The page loads its data first; validation messages are dropped.</summary>
    public static async Task<IActionResult> RejectBeforeHandlerAsync(this PageModel page, string text, int status)
    {
        page.ModelState.ClearValidationState("");
        return page is IRedisplay redisplay && await redisplay.LoadForRedisplayAsync(page.HttpContext.RequestAborted) is { } redirect
            ? redirect
            : page.RedisplayWithError(text, status: status);
    }
}
