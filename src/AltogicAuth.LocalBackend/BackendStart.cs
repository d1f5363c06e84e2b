using AltogicAuth.LocalBackend.Mails;
using AltogicAuth.LocalBackend.Tables;

namespace AltogicAuth.LocalBackend;

/// <summary>Before the first request: tables, templates, demo user.</summary>
internal sealed class BackendStart(
    BackendDatabase database, MailTemplates templates, Users users, Passwords passwords,
    IOptions<LocalBackendOptions> options) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await database.CreateAsync();
        templates.WriteDefaults();
        if (options.Value.DemoUser == true)
        {
            await DemoUser.EnsureAsync(users, passwords);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
