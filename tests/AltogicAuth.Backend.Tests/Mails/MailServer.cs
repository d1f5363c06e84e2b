using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using AltogicAuth.Tests.Shared;
using MimeKit;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.ComponentModel;
using SmtpServer.Mail;
using SmtpServer.Net;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace AltogicAuth.Backend.Tests.Mails;

/// <summary>An SMTP server on loopback, whose response to a mail the test chooses.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    public const string User = "relay-user";
    public const string Password = "relay password";

    private readonly ConcurrentQueue<MimeMessage> _mails = new();
    private readonly ConcurrentQueue<string> _commands = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<int> _port = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _attempts;
    private int _sessions;
    private Task _running = Task.CompletedTask;

    /// <summary>The mails that were accepted.</summary>
    public IReadOnlyList<MimeMessage> Mails => [.. _mails];

    /// <summary>The names of the commands that came in, after EHLO.</summary>
    public IReadOnlyList<string> Commands => [.. _commands];

    /// <summary>How many mails came in, whatever the response was.</summary>
    public int Attempts => _attempts;

    /// <summary>How many connections were made.</summary>
    public int Sessions => _sessions;

    public int Port => _port.Task.Result;

    /// <summary>The response to the content of a mail; null drops the connection.</summary>
    public Func<Task<SmtpResponse?>> Respond { get; set; } = () => Task.FromResult<SmtpResponse?>(SmtpResponse.Ok);

    /// <summary>The settings of a backend that sends its mails here.</summary>
    public (string, string?)[] Settings =>
        [("Smtp:Host", "127.0.0.1"), ("Smtp:Port", $"{Port}"), ("Smtp:From", "no-reply@altogic.example.test")];

    public static async Task<MailServer> StartAsync(X509Certificate2? certificate = null, bool hasTlsFromTheStart = false, bool requiresAuthentication = false)
    {
        var server = new MailServer();
        var options = new SmtpServerOptionsBuilder().ServerName("127.0.0.1").Endpoint(endpoint =>
        {
            endpoint.Endpoint(new IPEndPoint(IPAddress.Loopback, 0)).IsSecure(hasTlsFromTheStart).AuthenticationRequired(requiresAuthentication);
            endpoint.AllowUnsecureAuthentication(certificate is null);
            if (certificate is not null)
            {
                endpoint.Certificate(certificate);
            }
        }).Build();
        var listeners = new EndpointListenerFactory();
        listeners.EndpointStarted += (_, started) => server._port.SetResult(((IPEndPoint)started.LocalEndPoint).Port);
        var services = new ServiceProvider();
        services.Add(listeners);
        services.Add((IMessageStore)new Store(server));
        services.Add((IUserAuthenticator)new DelegatingUserAuthenticator((_, user, password) => (user, password) == (User, Password)));
        var smtp = new SmtpServer.SmtpServer(options, services);
        smtp.SessionCreated += (_, session) =>
        {
            Interlocked.Increment(ref server._sessions);
            session.Context.CommandExecuting += (_, executing) => server._commands.Enqueue(executing.Command.Name);
        };
        server._running = smtp.StartAsync(server._stop.Token);
        await server._port.Task;
        return server;
    }

    /// <summary>The first mail that was accepted.</summary>
    public Task<MimeMessage> NextMailAsync() => Eventually.FindAsync("a mail", () => Task.FromResult(Mails.FirstOrDefault()));

    public void RespondWith(SmtpReplyCode code, string text = "") => Respond = () => Task.FromResult<SmtpResponse?>(new SmtpResponse(code, text));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private sealed class Store(MailServer server) : MessageStore
    {
        public override async Task<SmtpResponse> SaveAsync(
            ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
        {
            using var content = new MemoryStream(buffer.ToArray());
            Interlocked.Increment(ref server._attempts);
            if (await server.Respond() is not { } response)
            {
                context.Pipe.Dispose();
                return SmtpResponse.Ok;
            }

            if (response.ReplyCode == SmtpReplyCode.Ok)
            {
                var mail = await MimeMessage.LoadAsync(content, cancellationToken);
                mail.Headers.Add("X-Recipients", string.Join(", ", transaction.To.Select(to => to.AsAddress())));
                server._mails.Enqueue(mail);
            }

            return response;
        }
    }
}
