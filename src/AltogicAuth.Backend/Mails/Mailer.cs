using AltogicAuth.Backend.Tables;
using AltogicAuth.Backend.Wire;

namespace AltogicAuth.Backend.Mails;

/// <summary>Makes a link, writes a mail around it, and puts it into the mailbox.</summary>
internal sealed partial class Mailer(
    Links links, MailTable mails, MailTemplates templates, BackendAddress address, IOptions<BackendOptions> options,
    ILogger<Mailer> logger)
{
    public async Task SendAsync(UserRecord user, string action, HttpRequest request, EmailAddress? newEmail = null)
    {
        var lifetime = action == LinkAction.MagicLink ? options.Value.MagicLinkLifetime : options.Value.LinkLifetime;
        var key = await links.CreateAsync(user.Id, action, lifetime, newEmail?.Value);
        var link = $"{address.PublicUrl}/_api/rest/v1/auth/verify?key={key}&action={action}";
        var to = newEmail?.Value ?? user.Email;
        var shown = newEmail?.Display ?? user.ShownEmail;
        // Anybody can have a mail sent to any address: until somebody there has answered, it has no text of the sender's.
        var isProven = newEmail is null && user.IsVerified;
        var mail = templates.Render(action, request.Headers.AcceptLanguage, lifetime, new Dictionary<string, string>
        {
            ["token.confirmationURL"] = link,
            ["token.email"] = shown,
            ["user.email"] = shown,
            ["user.name"] = isProven ? NameInMail.Of(user.Name) ?? shown : "",
        });
        await mails.AddAsync(to, mail.Subject, action, link, mail.Html, mail.Text);
        Sent(action);
    }

    [LoggerMessage(3002, LogLevel.Information, "A mail is in the mailbox: {Action}")]
    private partial void Sent(string action);
}
