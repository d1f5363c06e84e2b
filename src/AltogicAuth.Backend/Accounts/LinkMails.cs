using AltogicAuth.Backend.Data;
using AltogicAuth.Backend.Messaging;

namespace AltogicAuth.Backend.Accounts;

/// <summary>Creates a link and mails it.</summary>
internal sealed partial class LinkMails(
    Links links, Mailbox mailbox, MailTemplates templates, BackendAddress address, IOptions<BackendOptions> options, ILogger<LinkMails> logger)
{
    public async Task SendAsync(UserRecord user, string action, string? acceptLanguage, EmailAddress? newEmail = null)
    {
        var lifetime = action == LinkAction.MagicLink ? options.Value.MagicLinkLifetime : options.Value.LinkLifetime;
        var key = await links.CreateAsync(user.Id, action, lifetime, newEmail?.Value);
        var link = $"{address.PublicUrl}/_api/rest/v1/auth/verify?key={key}&action={action}";
        var to = newEmail?.Value ?? user.Email;
        var shown = newEmail?.Display ?? user.ShownEmail;
        // Anybody can have a mail sent to any address: until the address is proved, the mail has no text of the sender's.
        var isProven = newEmail is null && user.IsVerified;
        var mail = templates.Render(action, acceptLanguage, lifetime, new Dictionary<string, string>
        {
            ["token.confirmationURL"] = link,
            ["token.email"] = shown,
            ["user.email"] = shown,
            ["user.name"] = isProven ? NameInMail.Of(user.Name) ?? shown : "",
        });
        await mailbox.AddAsync(to, action, link, mail);
        Sent(action);
    }

    [LoggerMessage(3002, LogLevel.Information, "A mail is in the mailbox: {Action}")]
    private partial void Sent(string action);
}
