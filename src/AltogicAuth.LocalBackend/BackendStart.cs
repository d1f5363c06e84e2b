using AltogicAuth.LocalBackend.Mails;
using AltogicAuth.LocalBackend.Tables;

namespace AltogicAuth.LocalBackend;

/// <summary>Before the first request: tables, key, folder of mail templates, demo user.</summary>
internal sealed partial class BackendStart(
    BackendDatabase database, BackendKey key, MailTemplates templates, Users users, Passwords passwords, IOptions<LocalBackendOptions> options,
    IHostEnvironment environment, ILogger<BackendStart> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await database.CreateAsync();
        key.Ensure();
        templates.MakeFolder();
        await (options.Value.DemoUser == true ? DemoUser.EnsureAsync(users, passwords) : DemoUser.RemoveAsync(users, passwords));
        if (!environment.IsDevelopment())
        {
            MailboxIsOpen($"{LocalBackendAddress.Path}/_mail");
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(3003, LogLevel.Warning,
        "The local backend runs outside Development: whoever reaches {Mailbox} reads every mail, and gets in as any user by its links. Close that path to others")]
    private partial void MailboxIsOpen(string mailbox);
}
