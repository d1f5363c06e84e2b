using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace AltogicAuth.Tests.Shared;

/// <summary>A PostgreSQL server for one process: on loopback, on a free port, in a directory of its own.</summary>
public sealed partial class PostgreSqlServer : IDisposable
{
    private const string User = "altogicauth";
    private const string Password = "database-password";

    private static readonly Lazy<PostgreSqlServer?> OfProcess = new(() => Programs is null ? null : new PostgreSqlServer());

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("altogic-postgresql-");
    private readonly int _port;
    private Process? _process;

    private PostgreSqlServer()
    {
        // The server does not run as root.
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_directory.FullName, (UnixFileMode)0b111_111_111);
        }

        var password = Path.Combine(_directory.FullName, "password");
        File.WriteAllText(password, Password);
        Run("initdb", "--pgdata", Data, "--username", User, "--auth", "password", "--pwfile", password, "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync");
        _port = FreePort();
        Start();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Dispose();
    }

    /// <summary>The server of this process; null where PostgreSQL is not installed.</summary>
    public static PostgreSqlServer? Installed => OfProcess.Value;

    private static string? Programs { get; } = FindPrograms();

    private string Data => Path.Combine(_directory.FullName, "data");

    /// <summary>The connection string of a new, empty database.</summary>
    public string NewDatabase()
    {
        var name = $"test_{Guid.NewGuid():N}";
        Execute($"create database {name}");
        return ConnectionTo(name);
    }

    public void Drop(string connectionString) =>
        Execute($"drop database if exists {new NpgsqlConnectionStringBuilder(connectionString).Database} with (force)");

    public void Start()
    {
        // The shell ends the server when its input ends, so also when the tests are killed.
        var server = $"{Quote(Path.Combine(Programs!, "postgres"))} -D {Quote(Data)} -p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= " +
            "-c max_connections=400 -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c log_min_messages=fatal";
        _process = Process.Start(AsUser("sh", "-c", $"{server} & pid=$!; read _; kill -INT $pid; wait $pid"))!;
        for (var attempt = 0; !IsReady(); attempt++)
        {
            if (_process.HasExited || attempt > 6_000)
            {
                throw new InvalidOperationException("PostgreSQL did not start.");
            }

            Thread.Sleep(10);
        }
    }

    /// <summary>Ends the server at once; what was committed stays.</summary>
    public void Stop()
    {
        _process!.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    public void Dispose()
    {
        if (_process is not null)
        {
            Stop();
            Run("rm", "-r", Data);
            _directory.Delete(recursive: true);
        }
    }

    private string ConnectionTo(string database) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = _port,
            Username = User,
            Password = Password,
            Database = database,
            MaxPoolSize = 20,
            Timeout = 60,
        }.ConnectionString;

    private void Execute(string sql)
    {
        using var connection = new NpgsqlConnection($"{ConnectionTo("postgres")};Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    private bool IsReady()
    {
        try
        {
            Execute("select 1");
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(AsUser(Path.Combine(Programs!, program) is var path && File.Exists(path) ? path : program, arguments))!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} failed. {output}");
        }
    }

    private ProcessStartInfo AsUser(string program, params string[] arguments)
    {
        string[] command = Environment.UserName == "root" ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", program, .. arguments] : [program, .. arguments];
        return new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = _directory.FullName,
        };
    }

    private static string Quote(string text) => $"'{text}'";

    // Debian keeps them outside of the path, one folder for each version.
    private static string? FindPrograms()
    {
        string[] folders = Directory.Exists("/usr/lib/postgresql") ? [.. Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(version => Path.Combine(version, "bin"))] : [];
        return folders.Concat(Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator)).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")));
    }
}
