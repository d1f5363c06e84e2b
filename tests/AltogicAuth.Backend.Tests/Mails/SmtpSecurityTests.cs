using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AltogicAuth.Tests.Shared;
using MailKit.Net.Smtp;
using Microsoft.Extensions.DependencyInjection;

namespace AltogicAuth.Backend.Tests.Mails;

/// <summary>TLS on the way to the SMTP server.</summary>
public sealed class SmtpSecurityTests
{
    [Theory]
    [InlineData("StartTls")]
    [InlineData("Tls")]
    public async Task Server_without_the_required_TLS_gets_neither_mail_nor_password(string security)
    {
        await using var server = await MailServer.StartAsync();
        await using var backend = await StartAsync(server, security);

        await SignUpAsync(backend);

        await FailsAsync(backend);
        Assert.DoesNotContain(server.Commands, command => command is "AUTH" or "MAIL" or "RCPT" or "DATA");
        Assert.Equal(1L, Convert.ToInt64(backend.Sql("select count(*) from outbox")[0][0], null));
    }

    [Theory]
    [InlineData("StartTls", false)]
    [InlineData("Tls", true)]
    public async Task Server_with_an_untrusted_certificate_gets_neither_mail_nor_password(string security, bool hasTlsFromTheStart)
    {
        using var certificate = NewCertificate();
        await using var server = await MailServer.StartAsync(certificate, hasTlsFromTheStart);
        await using var backend = await StartAsync(server, security);

        await SignUpAsync(backend);

        await FailsAsync(backend);
        Assert.DoesNotContain(server.Commands, command => command is "AUTH" or "MAIL" or "RCPT" or "DATA");
    }

    [Theory]
    [InlineData("StartTls", false)]
    [InlineData("Tls", true)]
    public async Task Mail_is_sent_over_TLS_to_a_trusted_server(string security, bool hasTlsFromTheStart)
    {
        using var certificate = NewCertificate();
        await using var server = await MailServer.StartAsync(certificate, hasTlsFromTheStart, requiresAuthentication: true);
        await using var backend = await StartAsync(server, security, trusted: certificate.Thumbprint);

        await SignUpAsync(backend);

        Assert.Equal("ann@example.test", (await server.NextMailAsync()).To.ToString());
    }

    private static Task<BackendHost> StartAsync(MailServer server, string security, string? trusted = null) => BackendHost.StartAsync(
        wire: services =>
        {
            if (trusted is not null)
            {
                services.AddSingleton<Func<SmtpClient>>(() => new SmtpClient
                {
                    CheckCertificateRevocation = false,
                    ServerCertificateValidationCallback = (_, certificate, _, _) => certificate is X509Certificate2 shown && shown.Thumbprint == trusted,
                });
            }
        },
        settings: [.. server.Settings, ("Smtp:Security", security), ("Smtp:User", MailServer.User), ("Smtp:Password", MailServer.Password)]);

    private static async Task SignUpAsync(BackendHost backend) => Assert.Equal(200,
        (await backend.NewCaller().PostAsync("auth/signup-email", new { email = "ann@example.test", password = "secret phrase" })).Status);

    private static Task FailsAsync(BackendHost backend) => Eventually.HappensAsync(
        "the mail waits", () => Task.FromResult(backend.Log.Lines.Any(line => line.Text.StartsWith("A mail was not sent", StringComparison.Ordinal))));

    private static X509Certificate2 NewCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
