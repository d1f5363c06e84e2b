using System.Data.Common;

namespace AltogicAuth.Backend.Data;

/// <summary>
/// The one connection of this process that writes to a SQLite file. Others wait for their turn without holding a thread. SQLite drops
/// the pages that a connection has cached as soon as another one writes, so the only writer keeps them.
/// </summary>
internal sealed class SqliteWriter(DbDataSource source) : IDisposable
{
    // Enough for the inner pages of the indexes of a million users.
    private const int CacheKilobytes = 16 * 1024;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private DbConnection? _connection;

    /// <summary>Writes by the connection. It fails to open as a statement fails.</summary>
    public async Task<T> UseAsync<T>(Func<Task<DbConnection>, Task<T>> write, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            return await write(OpenAsync());
        }
        catch (Exception failure) when (failure is DbException or DatabaseUnavailableException)
        {
            // Whatever state it is in, the next writer begins with another one.
            _connection?.Dispose();
            _connection = null;
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _connection?.Dispose();
        _turn.Dispose();
    }

    private async Task<DbConnection> OpenAsync()
    {
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
