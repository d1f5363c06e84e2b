using AltogicAuth.Backend.Data;
using AltogicAuth.Backend.Messaging;

namespace AltogicAuth.Backend.Accounts;

/// <summary>A link and the mail around it. They are stored together.</summary>
internal sealed record LinkMail(string Key, string UserId, string Action, TimeSpan Lifetime, string? NewEmail, string To, RenderedMail Content);

/// <summary>Mails with a link.</summary>
internal sealed class LinkMails(
    BackendDatabase database, Links links, Outbox outbox, MailTemplates templates, BackendAddress address, IOptions<BackendOptions> options)
{
    public Task SendAsync(UserRecord user, string action, string? acceptLanguage)
    {
        var mail = Prepare(user, action, acceptLanguage);
        return database.InTransactionAsync(c => AddAsync(c, mail));
    }

    /// <summary>Renders the mail, ahead of the transaction that stores it.</summary>
    public LinkMail Prepare(UserRecord user, string action, string? acceptLanguage, EmailAddress? newEmail = null)
    {
        var lifetime = action == LinkAction.MagicLink ? options.Value.MagicLinkLifetime : options.Value.LinkLifetime;
        var key = Links.NewKey();
        var link = $"{address.PublicUrl}/_api/rest/v1/auth/verify?key={key}&action={action}";
        var shown = newEmail?.Display ?? user.ShownEmail;
        // Any visitor can have a mail sent to any address: until the address is verified, the mail has no text of the visitor.
        var isVerified = newEmail is null && user.IsEmailVerified;
        var content = templates.Render(action, acceptLanguage, link, lifetime, new Dictionary<string, string>
        {
            ["token.email"] = shown,
            ["user.email"] = shown,
            ["user.name"] = isVerified ? NameInMail.Of(user.Name) ?? shown : "",
        });
        return new LinkMail(key, user.Id, action, lifetime, newEmail?.Value, newEmail?.Value ?? user.Email!, content);
    }

    public async Task AddAsync(DataConnection connection, LinkMail mail)
    {
        var linkId = await links.AddAsync(connection, mail.Key, mail.UserId, mail.Action, mail.Lifetime, mail.NewEmail);
        await outbox.AddMailAsync(connection, mail.To, mail.Action, mail.Content, linkId);
    }
}
