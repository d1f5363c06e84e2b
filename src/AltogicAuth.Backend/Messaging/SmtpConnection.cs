using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace AltogicAuth.Backend.Messaging;

/// <summary>A connection to the SMTP server, which is opened for the first mail and kept for the next ones.</summary>
internal sealed class SmtpConnection(SmtpSettings settings, SmtpClient client, TimeProvider time) : IAsyncDisposable
{
    /// <summary>How long connecting and sending one mail may take.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    public bool IsOpen => client.IsConnected;

    /// <exception cref="MessageNotSentException">The server rejected the mail, or could not be reached.</exception>
    public async Task SendAsync(MimeMessage message)
    {
        // Not the token that stops the server: a mail that is cut off at its end may have been sent.
        using var limit = new CancellationTokenSource(Limit, time);
        await ConnectAsync(limit.Token);
        try
        {
            await client.SendAsync(message, limit.Token);
        }
        catch (SmtpCommandException failure)
        {
            if (failure.StatusCode == SmtpStatusCode.ServiceNotAvailable)
            {
                await client.DisconnectAsync(quit: false, CancellationToken.None);
            }

            throw new MessageNotSentException(ReasonOf(failure), isPermanent: (int)failure.StatusCode >= 500, failure);
        }
        catch (Exception failure) when (failure is NotSupportedException or FormatException)
        {
            // The server cannot take an address with such characters.
            throw new MessageNotSentException(failure.GetType().Name, isPermanent: true, failure);
        }
        catch (Exception failure) when (IsOfConnection(failure))
        {
            await client.DisconnectAsync(quit: false, CancellationToken.None);
            throw new MessageNotSentException(failure.GetType().Name, isPermanent: false, failure);
        }
    }

    /// <summary>Connects and signs in, to see whether that is possible.</summary>
    /// <exception cref="MessageNotSentException">It is not.</exception>
    public async Task CheckAsync()
    {
        using var limit = new CancellationTokenSource(Limit, time);
        await ConnectAsync(limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        using (client)
        {
            try
            {
                using var limit = new CancellationTokenSource(Limit, time);
                await client.DisconnectAsync(quit: true, limit.Token);
            }
            catch (Exception failure) when (failure is SmtpCommandException || IsOfConnection(failure))
            {
                // All mails were sent before.
            }
        }
    }

    private async Task ConnectAsync(CancellationToken cancellation)
    {
        if (client.IsConnected)
        {
            return;
        }

        try
        {
            await client.ConnectAsync(settings.Host!, settings.Port!.Value, OptionsOf(settings.Security!.Value), cancellation);
            if (settings.User is { Length: > 0 } user)
            {
                await client.AuthenticateAsync(user, settings.Password!, cancellation);
            }
        }
        catch (Exception failure) when (failure is SmtpCommandException or AuthenticationException or NotSupportedException || IsOfConnection(failure))
        {
            await client.DisconnectAsync(quit: false, CancellationToken.None);
            // The mail has nothing to do with it.
            throw new MessageNotSentException(failure is SmtpCommandException command ? ReasonOf(command) : failure.Message, isPermanent: false, failure);
        }
    }

    /// <summary>With each of these, MailKit rejects a server without TLS instead of going on without it.</summary>
    private static SecureSocketOptions OptionsOf(SmtpSecurity security) => security switch
    {
        SmtpSecurity.StartTls => SecureSocketOptions.StartTls,
        SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.None,
    };

    private static string ReasonOf(SmtpCommandException failure) => $"{(int)failure.StatusCode} {failure.ErrorCode}";

    private static bool IsOfConnection(Exception failure) => failure is
        IOException or System.Net.Sockets.SocketException or ProtocolException or SslHandshakeException or ServiceNotConnectedException or
        ServiceNotAuthenticatedException or OperationCanceledException or TimeoutException or SaslException;
}
