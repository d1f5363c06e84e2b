using System.Data.Common;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace AltogicAuth.Backend.Data;

/// <summary>
/// The database: one SQLite file, or a PostgreSQL server. SQLite has many readers and one writer at a time.
/// </summary>
internal sealed class BackendDatabase : IDisposable
{
    private const int MaxPreparedStatements = 100;

    // Few are enough, because no transaction is open while a password is hashed or a body arrives. PostgreSQL accepts 100 unless told otherwise.
    private const int MaxPoolSize = 20;

    private readonly DbDataSource _source;
    private readonly SqliteWriter? _writer;
    private readonly string? _file;
    private readonly BackendMetrics _metrics;
    private readonly ILogger _logger;

    public BackendDatabase(IOptions<BackendOptions> options, IHostEnvironment environment, BackendMetrics metrics, ILogger<BackendDatabase> logger)
    {
        _metrics = metrics;
        _logger = logger;
        var settings = options.Value.Database;
        Directory = Path.Combine(environment.ContentRootPath, options.Value.DataDirectory);
        if (settings.Provider == DatabaseProvider.PostgreSql)
        {
            Dialect = new PostgreSqlDialect();
            var connection = ConnectionTo(settings.ConnectionString);
            IsUnverified = connection is { SslMode: not (SslMode.VerifyFull or SslMode.VerifyCA), Host: not ("localhost" or "127.0.0.1" or "::1") };
            _source = NpgsqlDataSource.Create(connection);
            return;
        }

        Dialect = new SqliteDialect();
        _file = Path.Combine(Directory, "backend.db");
        _source = SqliteFactory.Instance.CreateDataSource(new SqliteConnectionStringBuilder { DataSource = _file, ForeignKeys = true }.ConnectionString);
        _writer = new SqliteWriter(_source);
    }

    public Dialect Dialect { get; }

    /// <summary>Whether the server is reached over a network, and its certificate is not verified.</summary>
    public bool IsUnverified { get; }

    /// <summary>The data directory.</summary>
    public string Directory { get; }

    /// <summary>Whether there is a SQLite file.</summary>
    public bool FileExists => File.Exists(_file);

    /// <summary>The environment's id, which is also the id of the root bucket.</summary>
    public string EnvironmentId { get; private set; } = "";

    /// <summary>The connection to PostgreSQL by its setting, with our defaults.</summary>
    public static NpgsqlConnectionStringBuilder ConnectionTo(string? setting) =>
        // The last value of a keyword counts.
        new($"Maximum Pool Size={MaxPoolSize};{setting}") { MaxAutoPrepare = MaxPreparedStatements };

    /// <summary>Brings the schema up to date where that is asked for, and returns what that found.</summary>
    /// <exception cref="SchemaException">The program cannot work on this database.</exception>
    public async Task<UpgradeReport> PrepareAsync(BackendKey key, bool migrate, DateTimeOffset now)
    {
        if (_file is not null)
        {
            // The files beside it, -wal and -shm, get its mode.
            PrivateFiles.RequireFile(_file);
            await using var connection = await _source.OpenConnectionAsync();
            await new DataConnection(connection, Dialect, _logger).ExecuteAsync("pragma journal_mode = wal");
        }

        var report = new UpgradeReport();
        await WhenAvailableAsync("migrate", async () =>
        {
            var migrations = new Migrations(_source, Dialect, createTables => new FormerTables(createTables, new SessionTokens(key), report));
            if (migrate)
            {
                report.Migrations.AddRange(await migrations.ApplyAsync());
            }

            await migrations.RequireCompatibleAsync();
            return report;
        });
        EnvironmentId = await InTransactionAsync(connection => EnvironmentTable.EnsureAsync(connection, key.For("key check"), now));
        return report;
    }

    /// <summary>Writes, to see whether that is possible. SQLite would skip a write that changes nothing.</summary>
    public Task CheckWriteAsync() => WriteAsync(connection => connection.ExecuteAsync("update environment set write_checks = write_checks + 1"));

    public Task<T> ReadAsync<T>(Func<DataConnection, Task<T>> read) => WhenAvailableAsync("read", async () =>
    {
        try
        {
            return await ReadOnceAsync(read);
        }
        catch (DbException failure) when (Dialect.IsBroken(failure))
        {
            // The server was restarted since the connection was opened. The driver has cleared its pool.
            return await ReadOnceAsync(read);
        }
    });

    /// <summary>Runs several selects that all see the data of one moment, while others write.</summary>
    public Task ReadSnapshotAsync(Func<DataConnection, Task> read) => WhenAvailableAsync("read", async () =>
    {
        await using var connection = await _source.OpenConnectionAsync();
        await using var transaction = await Dialect.BeginSnapshotAsync(connection);
        await read(new DataConnection(connection, Dialect, _logger, transaction));
        return true;
    });

    /// <summary>Copies the SQLite database into a file, as it is at one moment, while others write.</summary>
    public Task BackUpAsync(string file) => WhenAvailableAsync("read", async () =>
    {
        await using var connection = await _source.OpenConnectionAsync();
        await using var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ConnectionString);
        await copy.OpenAsync();
        ((SqliteConnection)connection).BackupDatabase(copy);
        // The copy is one file, without a log beside it.
        await new DataConnection(copy, Dialect, _logger).ExecuteAsync("pragma journal_mode = delete");
        return true;
    });

    /// <summary>Runs one text that writes. Several statements in it are one transaction.</summary>
    /// <param name="write">What to write.</param>
    /// <param name="cancellation">Counts until the write begins.</param>
    public Task<T> WriteAsync<T>(Func<DataConnection, Task<T>> write, CancellationToken cancellation = default)
    {
        // PostgreSQL makes a transaction of each text, without a message of its own to begin and to commit it.
        return _writer is not null
            ? InTransactionAsync(write, cancellation)
            : AsWriterAsync(connection => write(new DataConnection(connection, Dialect, _logger)), cancellation);
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
        catch (DatabaseUnavailableException)
        {
            // The caller goes on without it. Readiness reports the cause.
        }
    }

    /// <summary>Runs several statements, all or none.</summary>
    /// <param name="write">What to write. A transaction about one user locks that user's row first, so that no two wait for each other.</param>
    /// <param name="cancellation">Counts until the transaction begins.</param>
    public Task<T> InTransactionAsync<T>(Func<DataConnection, Task<T>> write, CancellationToken cancellation = default) => AsWriterAsync(
        async connection =>
        {
            await using var transaction = await connection.BeginTransactionAsync(CancellationToken.None);
            var data = new DataConnection(connection, Dialect, _logger, transaction);
            var result = await write(data);
            await transaction.CommitAsync(CancellationToken.None);
            data.Committed();
            return result;
        },
        cancellation);

    public Task InTransactionAsync(Func<DataConnection, Task> write) => InTransactionAsync(async connection =>
    {
        await write(connection);
        return true;
    });

    public void Dispose()
    {
        _writer?.Dispose();
        if (_file is not null)
        {
            using var connection = new SqliteConnection(_source.ConnectionString);
            SqliteConnection.ClearPool(connection);
        }

        _source.Dispose();
    }

    private async Task<T> ReadOnceAsync<T>(Func<DataConnection, Task<T>> read)
    {
        await using var connection = await _source.OpenConnectionAsync();
        return await read(new DataConnection(connection, Dialect, _logger));
    }

    private Task<T> AsWriterAsync<T>(Func<DbConnection, Task<T>> write, CancellationToken cancellation)
    {
        if (_writer is not null)
        {
            return _writer.UseAsync(connection => WhenAvailableAsync("write", async () => await write(await connection)), cancellation);
        }

        cancellation.ThrowIfCancellationRequested();
        return WhenAvailableAsync("write", async () =>
        {
            await using var connection = await _source.OpenConnectionAsync(CancellationToken.None);
            return await write(connection);
        });
    }

    private async Task<T> WhenAvailableAsync<T>(string operation, Func<Task<T>> run)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            return await run();
        }
        catch (DbException failure) when (Dialect.IsUnavailable(failure))
        {
            throw new DatabaseUnavailableException(failure);
        }
        finally
        {
            _metrics.DatabaseUsed(operation, Stopwatch.GetElapsedTime(began));
        }
    }
}
