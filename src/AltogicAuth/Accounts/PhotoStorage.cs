using System.Text.Json.Nodes;
using AltogicAuth.Photos;

namespace AltogicAuth.Accounts;

/// <summary>Whatever fails, an account never points to a file that is gone: a new one is stored first, and the old one is deleted last.</summary>
public sealed partial class PhotoStorage(AltogicClient altogic, IOptions<PhotoOptions> options, ILogger<PhotoStorage> logger)
{
    private const int FilesPerPage = 100;

    private static readonly string[] Gone = [ErrorCodes.InvalidFileIdentifier, ErrorCodes.ObjectNotFound, ErrorCodes.BucketNotFound];

    public async Task<ApiError?> ReplaceAsync(SessionToken session, AltogicUser account, ReadOnlyMemory<byte> photo)
    {
        var bucket = altogic.Storage.Bucket(options.Value.Bucket);
        var upload = await bucket.UploadAsync(
            session, $"user_{account.Id}.webp", photo, PhotoProcessor.ContentType, new FileUploadOptions { IsPublic = true, CreateBucket = true });
        if (!upload.IsSuccess)
        {
            return upload.Error;
        }

        var address = upload.Value.PublicPath;
        var update = await altogic.Db.Users.UpdateAsync(session, account.Id, new JsonObject { ["profilePicture"] = address });
        if (update.Error is { } rejection)
        {
            await TryDeleteAsync(session, address);
            return rejection;
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

    /// <summary>No file may outlive its account, so a failure is not passed over here.</summary>
    public async Task DeleteAllAsync(SessionToken session, AltogicUser account)
    {
        await DeleteFileAsync(session, account.ProfilePicture);
        var bucket = altogic.Storage.Bucket(options.Value.Bucket);
        var own = new FileListOptions { Expression = $"this.userId == '{account.Id}'", Limit = FilesPerPage };
        var seen = new HashSet<string>();
        while (await NextAsync() is { Count: > 0 } files)
        {
            foreach (var file in files)
            {
                (await bucket.File(file.Id).DeleteAsync(session)).EnsureSuccess(except: Gone);
            }
        }

        // The first page of those that are left. One that was listed before is gone, and a backend may go on listing it for a while.
        async Task<List<AltogicFile>> NextAsync()
        {
            var files = await bucket.ListFilesAsync(session, own);
            // Rejected where no photo was stored yet, or where listing is not allowed: then there is no more to find.
            return files.IsSuccess ? [.. files.Value.Where(file => seen.Add(file.Id))] : [];
        }
    }

    /// <summary>Reads through the API: addresses of photos are never fetched.</summary>
    public async Task<byte[]?> DownloadAsync(SessionToken session, AltogicUser account, CancellationToken cancellation)
    {
        if (!IsStored(account.ProfilePicture) || new Uri(account.ProfilePicture!).Segments is not [.., var bucket, var file])
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
        catch (AltogicException failure) when (failure is not AltogicSessionException)
        {
            LeftBehind(failure);
        }
    }

    // Not a picture that a provider has.
    private static bool IsStored(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.AbsolutePath.Contains("/_storage/", StringComparison.Ordinal);

    private async Task DeleteFileAsync(SessionToken session, string? address)
    {
        // Also one that is not shown: the address may be of a setting that has changed since.
        if (IsStored(address))
        {
            (await altogic.Storage.DeleteFileAsync(session, address!)).EnsureSuccess(except: Gone);
        }
    }

    [LoggerMessage(2003, LogLevel.Warning, "A photo that is no longer needed could not be deleted from the storage")]
    private partial void LeftBehind(Exception failure);
}
