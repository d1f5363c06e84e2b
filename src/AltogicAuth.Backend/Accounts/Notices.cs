using AltogicAuth.Backend.Data;
using AltogicAuth.Backend.Messaging;

namespace AltogicAuth.Backend.Accounts;

/// <summary>Mails that tell the owner of an account what was done with it. They have no link that does anything.</summary>
internal sealed class Notices(
    BackendDatabase database, Outbox outbox, MailTemplates templates, Audit audit, BackendAddress address, IOptions<BackendOptions> options)
{
    public const string PasswordChanged = "password-changed";
    public const string EmailChanged = "email-changed";
    public const string PhoneChanged = "phone-changed";
    public const string NewBrowser = "new-browser";

    /// <summary>Adds a notice to the transaction of what it is about, to the address that the user has so far.</summary>
    public async Task AddAsync(DataConnection connection, UserRecord user, string action, ClientInfo client)
    {
        // No user may have a mail sent to an address of another person.
        if (user.Email is null || !user.IsEmailVerified)
        {
            return;
        }

        var happened = audit.New(user.Id, action, client);
        await outbox.AddMailAsync(connection, user.Email, action, templates.RenderNotice(action, client.AcceptLanguage, happened.HappenedAt, new Dictionary<string, string>
        {
            ["user.email"] = user.ShownEmail,
            ["user.name"] = NameInMail.Of(user.Name) ?? user.ShownEmail,
            ["event.browser"] = $"{happened.Browser}, {happened.System}",
            ["site.url"] = address.Site.AbsoluteUri,
        }));
    }

    /// <summary>Whether to tell a user of a sign-in: this kind of browser has none among the security events, and another one has.</summary>
    public Task<bool> IsNewBrowserAsync(string userId, ClientInfo client) => options.Value.SignInNotices
        ? database.ReadAsync(c => AuditTable.IsNewBrowserAsync(c, audit.New(userId, AuditKind.SignIn, client)))
        : Task.FromResult(false);
}
