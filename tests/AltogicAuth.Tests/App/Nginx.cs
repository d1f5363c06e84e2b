using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AltogicAuth.Tests.Shared;

namespace AltogicAuth.Tests.App;

/// <summary>A real nginx with its own defaults, on a free port of this machine, which ends TLS. Without nginx the test is skipped.</summary>
public sealed class Nginx : IAsyncDisposable
{
    private static readonly string? Program = ((string[])["/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/local/bin/nginx", "/opt/homebrew/bin/nginx"]).FirstOrDefault(File.Exists);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("altogic-auth-nginx-");
    private string? _certificate;
    private Process? _process;

    public Nginx()
    {
        if (Program is null)
        {
            Optional.SkipOrFail("nginx was not found.");
        }
    }

    /// <summary>Where browsers reach it.</summary>
    public Uri Address { get; } = new($"https://localhost:{FreePort()}");

    /// <summary>Trusts its certificate, keeps no cookies, follows no redirect.</summary>
    public HttpMessageHandler NewHandler() => new SocketsHttpHandler
    {
        UseCookies = false,
        AllowAutoRedirect = false,
        SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == _certificate },
    };

    /// <summary>Serves these locations from now on.</summary>
    public async Task StartAsync(string locations)
    {
        WriteCertificate();
        await File.WriteAllTextAsync(PathOf("nginx.conf"), $$"""
            daemon off;
            master_process off; # no other user, also where root starts it
            pid {{PathOf("nginx.pid")}};
            events { }
            http {
                access_log off;
                client_body_temp_path {{PathOf("body")}};
                proxy_temp_path {{PathOf("proxy")}};
                fastcgi_temp_path {{PathOf("fastcgi")}};
                uwsgi_temp_path {{PathOf("uwsgi")}};
                scgi_temp_path {{PathOf("scgi")}};
                server {
                    listen 127.0.0.1:{{Address.Port}} ssl;
                    ssl_certificate {{PathOf("certificate.pem")}};
                    ssl_certificate_key {{PathOf("key.pem")}};
                    {{locations}}
                }
            }
            """);
        _process = Process.Start(Program!, ["-p", _folder.FullName, "-e", PathOf("error.log"), "-c", PathOf("nginx.conf")]);
        await Eventually.HappensAsync("nginx listens", async () =>
        {
            Assert.False(_process.HasExited, File.Exists(PathOf("error.log")) ? await File.ReadAllTextAsync(PathOf("error.log")) : "nginx ended.");
            return await ListensAsync();
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private void WriteCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        _certificate = certificate.GetCertHashString();
        File.WriteAllText(PathOf("certificate.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(PathOf("key.pem"), key.ExportPkcs8PrivateKeyPem());
    }

    private async Task<bool> ListensAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Address.Port, TestContext.Current.CancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    // Below those that the system hands out: another test could be given one of these before nginx takes it.
    private static int FreePort()
    {
        while (true)
        {
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, RandomNumberGenerator.GetInt32(20_000, 30_000));
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
                // Somebody listens there: the next one.
            }
        }
    }
}
