namespace AltogicAuth.Web;

/// <summary>How a page says no: it renders again, with what was typed, a message, and a status that tells programs too.</summary>
public static class FormResults
{
    /// <summary>Shows the page again with one message. <paramref name="field"/> is the full name of the field it belongs to.</summary>
    public static PageResult RedisplayWithError(this PageModel page, string text, string? field = null, int status = 422)
    {
        page.ModelState.AddModelError(field ?? "", text);
        return page.Redisplay(status);
    }

    /// <summary>Shows the page again with the messages that validation left.</summary>
    public static PageResult Redisplay(this PageModel page, int status = 422)
    {
        var result = page.Page();
        result.StatusCode = status;
        return result;
    }

    /// <summary>Refuses before any handler has run: the page loads what it shows first. What validation says can wait.</summary>
    public static async Task<IActionResult> RejectBeforeHandlerAsync(this PageModel page, string text, int status)
    {
        page.ModelState.ClearValidationState("");
        return page is IRedisplay again && await again.LoadForRedisplayAsync(page.HttpContext.RequestAborted) is { } elsewhere
            ? elsewhere
            : page.RedisplayWithError(text, status: status);
    }
}
