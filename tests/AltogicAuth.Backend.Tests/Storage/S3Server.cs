using System.Diagnostics;
using System.Globalization;
using AltogicAuth.Tests.Shared;

namespace AltogicAuth.Backend.Tests.Storage;

/// <summary>A server with the API of S3 and one bucket: on loopback, on a free port. It does not check signatures.</summary>
internal sealed class S3Server : IAsyncDisposable
{
    private const string Bucket = "files";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("altogic-s3-");
    private Process? _process;
    private int _port;

    private S3Server()
    {
    }

    /// <summary>The settings of a backend that keeps contents here.</summary>
    public (string Key, string? Value)[] Settings => [("Storage:Provider", "S3"), .. Connection];

    /// <summary>The settings without the provider.</summary>
    public (string Key, string? Value)[] Connection =>
    [
        ("Storage:S3:Endpoint", $"http://127.0.0.1:{_port}"), ("Storage:S3:Bucket", Bucket), ("Storage:S3:AccessKey", "S3RVER"),
        ("Storage:S3:SecretKey", "S3RVER"), ("Storage:S3:ForcePathStyle", "true"),
    ];

    public static async Task<S3Server> StartNewAsync()
    {
        var server = new S3Server();
        await server.StartAsync();
        return server;
    }

    /// <summary>Starts it, or starts it again at the same port with the same contents.</summary>
    public async Task StartAsync()
    {
        _process = await new NodeProgram("s3").StartAsync("server.cjs", _directory.FullName, Bucket, $"{_port}");
        _port = int.Parse((await _process.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
    }

    public async Task StopAsync()
    {
        if (_process is not null)
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync();
            _process.Dispose();
            _process = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _directory.Delete(recursive: true);
    }
}
