namespace AltogicAuth.Pages;

public static class ResendExtensions
{
    /// <summary>Sends a message again. Within the cooldown nothing is sent, and the page shows how long it lasts.</summary>
    public static async Task<IActionResult> ResendAsync(this PageModel page, int secondsLeft, Func<Task<ApiError?>> sendAsync, string sent)
    {
        if (await sendAsync() is { } rejection)
        {
            return page.RedisplayWithError(rejection);
        }

        if (secondsLeft == 0)
        {
            page.SetFlash(sent);
        }

        return page.RedirectToPage();
    }
}
