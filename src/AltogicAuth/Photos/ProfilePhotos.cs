using System.Text.Json.Nodes;
using Altogic;
using Microsoft.Extensions.Options;

namespace AltogicAuth.Photos;

/// <summary>
/// The picture of an account at the backend. A new one is stored before the account points to it, and the old one is
/// deleted last: whatever fails in between, the account never points to a file that is gone. So a new file stays where
/// nobody knows whether the account points to it by now.
/// </summary>
public sealed partial class ProfilePhotos(
    AltogicClient altogic, PictureOrigins origins, IOptions<PhotoOptions> options, ILogger<ProfilePhotos> logger)
{
    public async Task<ApiError?> ReplaceAsync(SessionToken session, AltogicUser account, ReadOnlyMemory<byte> picture)
    {
        var bucket = altogic.Storage.Bucket(options.Value.Bucket);
        var upload = await bucket.UploadAsync(
            session, $"user_{account.Id}.webp", picture, PhotoStudio.ContentType, new FileUploadOptions { IsPublic = true, CreateBucket = true });
        if (!upload.IsSuccess)
        {
            return upload.Error;
        }

        var address = upload.Value.PublicPath;
        var update = await altogic.Db.Users.UpdateAsync(session, account.Id, new JsonObject { ["profilePicture"] = address });
        if (update.Error is { } refusal)
        {
            await TryDeleteAsync(session, address);
            return refusal;
        }

        await TryDeleteAsync(session, account.ProfilePicture);
        return null;
    }

    public async Task RemoveAsync(SessionToken session, AltogicUser account)
    {
        if (account.ProfilePicture is null)
        {
            return;
        }

        (await altogic.Db.Users.UpdateFieldsAsync(session, account.Id, FieldUpdate.Unset("profilePicture"))).EnsureSuccess();
        await TryDeleteAsync(session, account.ProfilePicture);
    }

    /// <summary>
    /// Deletes the file of an account that is about to go, and nothing else: it must not outlive what points to it, so a
    /// failure is not passed over here.
    /// </summary>
    public Task DeleteFileAsync(SessionToken session, AltogicUser account) => DeleteFileAsync(session, account.ProfilePicture);

    /// <summary>The stored picture, read through the API: addresses of pictures are never fetched. Null where there is none.</summary>
    public async Task<byte[]?> DownloadAsync(SessionToken session, AltogicUser account, CancellationToken cancellation)
    {
        if (origins.Shown(account.ProfilePicture) is not { } address || new Uri(address).Segments is not [.., var bucket, var file])
        {
            return null;
        }

        var download = await altogic.Storage.Bucket(bucket.TrimEnd('/')).File(file).DownloadAsync(session, cancellation);
        return download.IsSuccess ? download.Value : null;
    }

    // A file that stays behind costs space; the visitor's request is done all the same.
    private async Task TryDeleteAsync(SessionToken session, string? address)
    {
        try
        {
            await DeleteFileAsync(session, address);
        }
        catch (AltogicUnavailableException outage)
        {
            LeftBehind(outage);
        }
    }

    private async Task DeleteFileAsync(SessionToken session, string? address)
    {
        if (origins.Shown(address) is null)
        {
            return;
        }

        var deletion = await altogic.Storage.DeleteFileAsync(session, address!);
        deletion.EnsureSuccess(except: [ErrorCodes.InvalidFileIdentifier, ErrorCodes.ObjectNotFound, ErrorCodes.BucketNotFound]);
    }

    [LoggerMessage(2003, LogLevel.Warning, "A picture that is no longer needed could not be deleted from the storage")]
    private partial void LeftBehind(Exception outage);
}
