using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Storage;

/// <summary>How many bytes the files of one user may have, and those of all users together.</summary>
internal sealed class StorageQuota(IOptions<BackendOptions> options)
{
    public const int MaxFilesPerUser = 10_000;

    private readonly StorageSettings _settings = options.Value.Storage;

    /// <summary>Makes other transactions that add bytes wait for this one, so that what is checked next stays true until the commit.</summary>
    public async Task LockAsync(DataConnection connection, string userId)
    {
        if (await UserTable.LockAsync(connection, userId) is null)
        {
            throw new RejectedException(Rejection.UserNotFound);
        }

        if (_settings.MaxTotalBytes is not null)
        {
            await EnvironmentTable.LockAsync(connection);
        }
    }

    /// <exception cref="RejectedException">The user has as many files as one may have, empty ones included: lists read all of them.</exception>
    public static async Task RequireFileAsync(DataConnection connection, string userId)
    {
        if (await FileTable.CountOfUserAsync(connection, userId) >= MaxFilesPerUser)
        {
            throw new RejectedException(Rejection.StorageQuotaExceeded);
        }
    }

    /// <exception cref="RejectedException">There is no room for that many bytes more.</exception>
    public async Task RequireAsync(DataConnection connection, string userId, long added)
    {
        if (added <= 0)
        {
            return;
        }

        if (await FileTable.BytesOfUserAsync(connection, userId) + added > _settings.MaxBytesPerUser ||
            _settings.MaxTotalBytes is { } total && await FileTable.BytesAsync(connection) + added > total)
        {
            throw new RejectedException(Rejection.StorageQuotaExceeded);
        }
    }
}
