using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace AltogicAuth.Backend.Data;

/// <summary>
/// The one connection of this process that writes to a SQLite file. Others wait for their turn without holding a thread. SQLite drops
/// the pages that a connection has cached as soon as another one writes, so the only writer keeps them.
/// </summary>
internal sealed class SqliteWriter(DbDataSource source) : IDisposable
{
    // Enough for most inner pages of the indexes of a million users.
    private const int CacheKilobytes = 8 * 1024;

    private readonly SemaphoreSlim _lock = new(1, 1);
    private DbConnection? _connection;
    private bool _isDisposed;

    /// <summary>The connection opens inside <paramref name="write"/>, so that a failure to open is handled like a failed statement.</summary>
    public async Task<T> UseAsync<T>(Func<Task<DbConnection>, Task<T>> write, CancellationToken cancellation)
    {
        await _lock.WaitAsync(cancellation);
        try
        {
            return await write(OpenAsync());
        }
        catch (Exception failure) when (failure is DbException or DatabaseUnavailableException)
        {
            // Whatever state it is in, the next writer begins with a new one.
            if (_connection is SqliteConnection connection)
            {
                SqliteConnection.ClearPool(connection);
                connection.Dispose();
                _connection = null;
            }

            throw;
        }
        finally
        {
            _lock.Release();
        }
    }

    /// <summary>Waits for the write that is under way: SQLite frees its memory with the connection.</summary>
    public void Dispose()
    {
        _lock.Wait();
        _connection?.Dispose();
        _connection = null;
        _isDisposed = true;
        _lock.Release();
    }

    private async Task<DbConnection> OpenAsync()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_connection is null)
        {
            _connection = await source.OpenConnectionAsync(CancellationToken.None);
            await using var command = _connection.CreateCommand();
            command.CommandText = $"pragma cache_size = -{CacheKilobytes}";
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }

        return _connection;
    }
}
