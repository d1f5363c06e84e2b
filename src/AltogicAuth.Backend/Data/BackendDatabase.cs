using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace AltogicAuth.Backend.Data;

/// <summary>One SQLite file. There are many readers and one writer at a time; other writers wait without holding a thread.</summary>
internal sealed class BackendDatabase : IDisposable
{
    private readonly SemaphoreSlim _writer = new(1, 1);
    private readonly string _file;
    private readonly DbDataSource _source;

    public BackendDatabase(IOptions<BackendOptions> options, IHostEnvironment environment)
    {
        Directory = Path.Combine(environment.ContentRootPath, options.Value.DataDirectory);
        _file = Path.Combine(Directory, "backend.db");
        _source = SqliteFactory.Instance.CreateDataSource(new SqliteConnectionStringBuilder
        {
            DataSource = _file,
            ForeignKeys = true,
        }.ConnectionString);
    }

    public string Directory { get; }

    /// <summary>The environment's id, which is also the id of the root bucket.</summary>
    public string EnvironmentId { get; private set; } = "";

    /// <summary>Creates the file and its tables where they are missing, and upgrades those of an earlier version.</summary>
    public async Task<SchemaChanges> CreateAsync()
    {
        PrivateFiles.RequireDirectory(Directory);
        // The files beside it, -wal and -shm, get its mode.
        PrivateFiles.RequireFile(_file);
        await WriteAsync(connection => connection.ExecuteAsync("pragma journal_mode = wal"));
        (EnvironmentId, var changes) = await InTransactionAsync(Schema.ApplyAsync);
        return changes;
    }

    /// <summary>Writes without a change, to see whether that is possible.</summary>
    public Task TouchAsync() => WriteAsync(connection => connection.ExecuteAsync("update environment set id = id"));

    public async Task<T> ReadAsync<T>(Func<DataConnection, Task<T>> read)
    {
        await using var connection = await _source.OpenConnectionAsync();
        return await read(new DataConnection(connection));
    }

    /// <summary>Runs one statement that writes.</summary>
    /// <param name="write">What to write.</param>
    /// <param name="cancellation">Counts until the write begins.</param>
    public async Task<T> WriteAsync<T>(Func<DataConnection, Task<T>> write, CancellationToken cancellation = default)
    {
        await _writer.WaitAsync(cancellation);
        try
        {
            await using var connection = await _source.OpenConnectionAsync(CancellationToken.None);
            return await write(new DataConnection(connection));
        }
        finally
        {
            _writer.Release();
        }
    }

    public Task WriteAsync(Func<DataConnection, Task> write) => WriteAsync(async connection =>
    {
        await write(connection);
        return true;
    });

    /// <summary>Runs one statement that may fail, such as on a full disk.</summary>
    public async Task TryWriteAsync(Func<DataConnection, Task> write)
    {
        try
        {
            await WriteAsync(write);
        }
        catch (DbException)
        {
            // The caller goes on without it. Readiness reports the cause.
        }
    }

    /// <summary>Runs several statements, all or none.</summary>
    /// <param name="write">What to write.</param>
    /// <param name="cancellation">Counts until the transaction begins.</param>
    public async Task<T> InTransactionAsync<T>(Func<DataConnection, Task<T>> write, CancellationToken cancellation = default)
    {
        await _writer.WaitAsync(cancellation);
        try
        {
            await using var connection = await _source.OpenConnectionAsync(CancellationToken.None);
            await using var transaction = await connection.BeginTransactionAsync(CancellationToken.None);
            var result = await write(new DataConnection(connection, transaction));
            await transaction.CommitAsync(CancellationToken.None);
            return result;
        }
        finally
        {
            _writer.Release();
        }
    }

    public Task InTransactionAsync(Func<DataConnection, Task> write) => InTransactionAsync(async connection =>
    {
        await write(connection);
        return true;
    });

    public void Dispose()
    {
        using var connection = new SqliteConnection(_source.ConnectionString);
        SqliteConnection.ClearPool(connection);
        _source.Dispose();
        _writer.Dispose();
    }
}
