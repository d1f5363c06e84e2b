using AltogicAuth.Accounts;
using AltogicAuth.Photos;
using AltogicAuth.RateLimiting;

namespace AltogicAuth.Pages.Profile;

/// <summary>A page of its own, because it has its own body limit. Its form is on the profile too.</summary>
[RequireAuth]
public sealed class PhotoModel(CurrentAccount accounts, AttemptPermits permits, PhotoProcessor processor, PhotoStorage photos) : AccountPage(accounts)
{
    public async Task<IActionResult> OnPostAsync(IFormFile? photo, string? crop, CancellationToken cancellation)
    {
        // Before decoding, which costs more than any call.
        await permits.AcquireAsync(HttpContext, RateLimitPolicy.Photo, User.UserId());
        // Before the calls: the photo may wait, and the time limit of a page's calls starts with the first of them.
        await using var upload = photo?.OpenReadStream() ?? Stream.Null;
        var result = await processor.ProcessAsync(upload, photo?.Length ?? 0, PhotoCrop.TryParse(crop), cancellation);
        await LoadAsync(cancellation);
        if (result.Error is { } error)
        {
            return this.RedisplayWithError($"Photo.{error}", "Photo");
        }

        if (await photos.ReplaceAsync(HttpContext.SessionToken(), Account!, result.Photo) is { } rejection)
        {
            return this.RedisplayWithError(rejection, ("file", "Photo"), (ErrorCodes.StorageQuotaExceeded, "Photo"));
        }

        this.SetFlash("Photo.Saved");
        return RedirectToPage("/Profile/Index");
    }

    public async Task<IActionResult> OnPostRemoveAsync(CancellationToken cancellation)
    {
        await permits.AcquireAsync(HttpContext, RateLimitPolicy.Photo, User.UserId());
        await LoadAsync(cancellation);
        await photos.RemoveAsync(HttpContext.SessionToken(), Account!);
        this.SetFlash("Photo.Removed");
        return RedirectToPage("/Profile/Index");
    }
}
