namespace AltogicAuth.Pages;

public static class ResendExtensions
{
    /// <summary>Sends a message again. Within the cooldown nothing is sent, and the page shows how long it lasts.</summary>
    public static async Task<IActionResult> ResendAsync(this PageModel page, int secondsLeft, Func<Task<ApiError?>> sendAsync, string sent)
    {
        if (await sendAsync() is { } rejection)
        {
            // Not every backend sends the code of a change of number again: no user has the new number yet.
            return rejection.Has(ErrorCodes.UserNotFound) ? page.RedisplayWithError("Code.NotSentAgain") : page.RedisplayWithError(rejection);
        }

        if (secondsLeft == 0)
        {
            page.SetFlash(sent);
        }

        return page.RedirectToPage();
    }
}
