using AltogicAuth.Backend.Accounts;
using AltogicAuth.Backend.Data;
using AltogicAuth.Backend.Development;
using AltogicAuth.Backend.Messaging;

namespace AltogicAuth.Backend.Hosting;

/// <summary>Before the first request: database, folder of mail templates, demo user.</summary>
internal sealed partial class BackendStart(
    DatabasePreparation preparation, BackendDatabase data, MailTemplates templates, Users users, Passwords passwords, BackendAddress address,
    IOptions<BackendOptions> options, IHostEnvironment environment, ILogger<BackendStart> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await preparation.RunAsync();
        if (Directory.Exists(data.Directory))
        {
            templates.CreateFolder();
        }

        await (options.Value.DemoUser == true ? DemoUser.EnsureAsync(users, passwords) : DemoUser.RemoveAsync(users, passwords));
        if (options.Value.Mailbox == true && !environment.IsDevelopment())
        {
            MailboxIsOpen($"{address.PublicUrl}/_mail", $"{address.PublicUrl}/_sms");
        }

        if (options.Value.Smtp is { IsConfigured: true, Security: SmtpSecurity.None } smtp && !BackendDefaults.IsLoopback(smtp.Host))
        {
            SmtpIsNotEncrypted(smtp.Host!);
        }

        if (data.IsUnverified && !environment.IsDevelopment())
        {
            DatabaseIsUnverified();
        }

        if (!options.Value.RateLimits.Enabled && !environment.IsDevelopment())
        {
            RateLimitsAreOff();
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(3003, LogLevel.Warning,
        "The mailbox is open: everybody who reaches {Mailbox} or {SmsInbox} reads every mail and SMS, and can sign in as any user by their links and codes. Close those paths to others")]
    private partial void MailboxIsOpen(string mailbox, string smsInbox);

    [LoggerMessage(3025, LogLevel.Warning, "Backend:Smtp:Security is None: mails, and the links in them, go to {Host} without encryption")]
    private partial void SmtpIsNotEncrypted(string host);

    [LoggerMessage(3050, LogLevel.Warning,
        "Backend:Database:ConnectionString does not verify the server's certificate: an attacker in between could read the data. Add SSL Mode=VerifyFull")]
    private partial void DatabaseIsUnverified();

    [LoggerMessage(3006, LogLevel.Warning, "Backend:RateLimits:Enabled is false: attempts to guess a password are not limited")]
    private partial void RateLimitsAreOff();
}
