using AltogicAuth.Accounts;
using AltogicAuth.Authentication;
using AltogicAuth.Photos;
using AltogicAuth.RateLimiting;
using AltogicAuth.Web;

namespace AltogicAuth.Pages.Profile;

/// <summary>A page of its own for its own body limit. Its form stands on the profile too.</summary>
[RequireAuth]
public sealed class PhotoModel(CurrentAccount accounts, AttemptPermits permits, PhotoProcessor studio, PhotoStorage photos) : PageModel, IRedisplay
{
    /// <summary>Whose picture it is: one that is there can be removed.</summary>
    public AltogicUser? Account { get; private set; }

    public Task OnGetAsync(CancellationToken cancellation) => LoadForRedisplayAsync(cancellation);

    public async Task<IActionResult?> LoadForRedisplayAsync(CancellationToken cancellation)
    {
        Account = await accounts.ReadAsync(await HttpContext.SessionTokenAsync(), cancellation);
        return null;
    }

    public async Task<IActionResult> OnPostAsync(IFormFile? photo, CancellationToken cancellation)
    {
        // Before the picture is decoded, which costs more than any call.
        await permits.AcquireAsync(HttpContext, RateLimitPolicy.Photo, User.UserId());
        // First the picture, which may wait for its turn: the time that a page's calls may take counts from the first of them.
        await using var upload = photo?.OpenReadStream() ?? Stream.Null;
        var developed = await studio.ProcessAsync(upload, photo?.Length ?? 0, cancellation);
        await LoadForRedisplayAsync(cancellation);
        if (developed.Refusal is { } reason)
        {
            return this.RedisplayWithError($"Photo.{reason}", "Photo");
        }

        if (await photos.ReplaceAsync(await HttpContext.SessionTokenAsync(), Account!, developed.Picture) is { } refusal)
        {
            return this.RedisplayWithError(refusal, ("file", "Photo"));
        }

        this.SetFlash("Photo.Saved");
        return RedirectToPage("/Profile/Index");
    }

    public async Task<IActionResult> OnPostRemoveAsync(CancellationToken cancellation)
    {
        await permits.AcquireAsync(HttpContext, RateLimitPolicy.Photo, User.UserId());
        var session = await HttpContext.SessionTokenAsync();
        await photos.RemoveAsync(session, await accounts.ReadAsync(session, cancellation));
        this.SetFlash("Photo.Removed");
        return RedirectToPage("/Profile/Index");
    }
}
