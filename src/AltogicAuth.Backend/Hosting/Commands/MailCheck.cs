using AltogicAuth.Backend.Messaging;
using MailKit.Net.Smtp;

namespace AltogicAuth.Backend.Hosting.Commands;

/// <summary>Whether the SMTP server, where there is one, lets the backend sign in as a mail would be sent.</summary>
internal sealed class MailCheck(IOptions<BackendOptions> options, Func<SmtpClient> newClient, TimeProvider time) : ICheck
{
    public string Name => "mail";

    public async Task<string?> FindProblemAsync()
    {
        if (!options.Value.Smtp.IsConfigured)
        {
            return null;
        }

        await using var connection = new SmtpConnection(options.Value.Smtp, newClient(), time);
        try
        {
            await connection.CheckAsync();
            return null;
        }
        catch (MessageNotSentException failure)
        {
            return $"Backend:Smtp: the server {options.Value.Smtp.Host} cannot be used. {failure.Message}";
        }
    }
}
