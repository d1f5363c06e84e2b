using Microsoft.Data.Sqlite;

namespace AltogicAuth.Backend.Tables;

/// <summary>One SQLite file. Many may read; one writes at a time, the others wait without holding a thread.</summary>
internal sealed partial class BackendDatabase : IDisposable
{
    private const int Version = 1;

    private readonly SemaphoreSlim _writer = new(1, 1);
    private readonly string _connectionString;
    private readonly ILogger<BackendDatabase> _logger;

    public BackendDatabase(IOptions<BackendOptions> options, IHostEnvironment environment, ILogger<BackendDatabase> logger)
    {
        _logger = logger;
        Directory = Path.Combine(environment.ContentRootPath, options.Value.DataDirectory);
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(Directory, "backend.db"),
            ForeignKeys = true,
        }.ConnectionString;
    }

    public string Directory { get; }

    /// <summary>The environment's id, which is the root bucket's id too.</summary>
    public string EnvironmentId { get; private set; } = "";

    public async Task CreateAsync()
    {
        System.IO.Directory.CreateDirectory(Directory);
        await WriteAsync(connection => { connection.Run("pragma journal_mode = wal"); });
        EnvironmentId = await WriteAllAsync(connection =>
        {
            connection.Run("create table if not exists environment (id text primary key)");
            foreach (var table in (string[])[Users.Table, Sessions.Table, Links.Table, MailTable.Table, Buckets.Table, Files.Table, Objects.Table])
            {
                connection.Run(table);
            }

            Upgrade(connection);
            if (Objects.Upgrade(connection) is > 0 and var count)
            {
                ObjectsHaveNoOwner(count);
            }

            connection.Run("insert into environment select $id where not exists (select 1 from environment)", ("$id", Ids.New()));
            return connection.Query("select id from environment", row => row.GetString(0)).Single();
        });
    }

    /// <summary>Writes, and changes nothing.</summary>
    public Task TouchAsync() => WriteAsync(connection => connection.Run("update environment set id = id"));

    public T Read<T>(Func<SqliteConnection, T> read)
    {
        using var connection = Open();
        return read(connection);
    }

    /// <param name="write">What to write.</param>
    /// <param name="cancellation">Counts until the write begins.</param>
    public async Task<T> WriteAsync<T>(Func<SqliteConnection, T> write, CancellationToken cancellation = default)
    {
        await _writer.WaitAsync(cancellation);
        try
        {
            using var connection = Open();
            return write(connection);
        }
        finally
        {
            _writer.Release();
        }
    }

    public Task WriteAsync(Action<SqliteConnection> write) => WriteAsync(connection =>
    {
        write(connection);
        return true;
    });

    /// <summary>Several statements, all or none.</summary>
    public Task<T> WriteAllAsync<T>(Func<SqliteConnection, T> write, CancellationToken cancellation = default) => WriteAsync(
        connection =>
        {
            using var transaction = connection.BeginTransaction();
            var result = write(connection);
            transaction.Commit();
            return result;
        },
        cancellation);

    public void Dispose()
    {
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
        _writer.Dispose();
    }

    // A file of the first version says 0.
    private void Upgrade(SqliteConnection connection)
    {
        if (connection.Query("pragma user_version", row => row.GetInt32(0)).Single() >= Version)
        {
            return;
        }

        foreach (var (user, owner) in CanonicalEmails.Apply(connection))
        {
            EmailCollided(user, owner);
        }

        connection.Run($"pragma user_version = {Version}");
    }

    [LoggerMessage(3004, LogLevel.Warning,
        "The users {UserId} and {OwnerId} have the same mailbox in two spellings. {OwnerId} keeps the address; {UserId} keeps everything else")]
    private partial void EmailCollided(string userId, string ownerId);

    [LoggerMessage(3005, LogLevel.Warning,
        "{Count} objects were stored before objects had owners, and exist for nobody until the column user_id of the table objects names a user")]
    private partial void ObjectsHaveNoOwner(long count);

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        return connection;
    }
}
