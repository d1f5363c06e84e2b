using AltogicAuth.Backend.Data;
using AltogicAuth.Backend.Messaging;

namespace AltogicAuth.Backend.Accounts;

/// <summary>A code and the SMS around it. They are stored together.</summary>
internal sealed record CodeMessage(PhoneNumber To, string UserId, string Action, RenderedSms Content, bool IsSent)
{
    public override string ToString() => $"CodeMessage({Action})";
}

/// <summary>
/// SMS with a code. Where a rule keeps one from being sent, the response is the same: another one would reveal which numbers earn money,
/// and which have an account.
/// </summary>
internal sealed partial class CodeMessages(
    BackendDatabase database, Codes codes, Outbox outbox, MailTemplates templates, SmsRecipients recipients, SmsLimits limits,
    BackendAddress address, BackendMetrics metrics, IOptions<BackendOptions> options, ILogger<CodeMessages> logger)
{
    // Pages of the site ask for the code. An app has no pages, and its scheme no host that a browser knows.
    private string Host => address.Site.Scheme is "http" or "https" ? address.Site.Host : new Uri(address.PublicUrl).Host;

    public async Task SendAsync(UserRecord user, PhoneNumber to, string action, ClientInfo client)
    {
        if (await PrepareAsync(user, to, action, client) is { } message)
        {
            await database.InTransactionAsync(async c =>
            {
                if (await UserTable.LockAsync(c, user.Id) is not null)
                {
                    await AddAsync(c, message);
                }
            });
        }
    }

    /// <summary>Renders the SMS, ahead of the transaction that stores it; null where it is not sent and no inbox shows it.</summary>
    public async Task<CodeMessage?> PrepareAsync(UserRecord user, PhoneNumber to, string action, ClientInfo client)
    {
        var problem = await FindProblemAsync(to, client);
        if (problem is not null && options.Value.Sms.IsConfigured)
        {
            metrics.SmsWithheld(problem);
            Withheld(action, problem, SmsRecipients.PrefixOf(to));
        }

        // The inbox shows every SMS.
        return problem is null || options.Value.Mailbox == true
            ? new CodeMessage(to, user.Id, action, templates.RenderSms(action, client.AcceptLanguage, Codes.New(), Host), IsSent: problem is null)
            : null;
    }

    /// <summary>Adds the code and the SMS to a transaction that has locked the user's row.</summary>
    public async Task AddAsync(DataConnection connection, CodeMessage message)
    {
        var id = await codes.AddAsync(connection, message.Content.Code, message.To, message.UserId, message.Action);
        await outbox.AddSmsAsync(connection, message.To.Value, message.Action, message.Content, id, message.IsSent);
    }

    /// <summary>Why an SMS is not sent; null where it is.</summary>
    private async Task<string?> FindProblemAsync(PhoneNumber to, ClientInfo client)
    {
        if (!options.Value.Sms.IsConfigured)
        {
            return "no-provider";
        }

        if (recipients.FindProblem(to) is { } problem)
        {
            return problem;
        }

        // No code of this number would be accepted.
        return await codes.IsLockedAsync(to) ? "locked" : await limits.TryAcquireAsync(to, SmsRecipients.PrefixOf(to)!.Value, client);
    }

    [LoggerMessage(3061, LogLevel.Warning, "An SMS was not sent: {Action}, {Reason}, country prefix {Prefix}")]
    private partial void Withheld(string action, string reason, int? prefix);
}
