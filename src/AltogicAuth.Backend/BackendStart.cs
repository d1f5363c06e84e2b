using AltogicAuth.Backend.Mails;
using AltogicAuth.Backend.Tables;
using Microsoft.Data.Sqlite;

namespace AltogicAuth.Backend;

/// <summary>Before the first request: tables, key, folder of mail templates, demo user.</summary>
internal sealed partial class BackendStart(
    BackendDatabase database, BackendKey key, MailTemplates templates, Users users, Sessions sessions, Passwords passwords, IOptions<BackendOptions> options,
    IHostEnvironment environment, ILogger<BackendStart> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await CreateFilesAsync();
        await (options.Value.DemoUser == true ? DemoUser.EnsureAsync(users, passwords) : DemoUser.RemoveAsync(users, passwords));
        if (!environment.IsDevelopment())
        {
            MailboxIsOpen($"{BackendAddress.Path}/_mail");
        }
    }

    private async Task CreateFilesAsync()
    {
        try
        {
            if (WritableDirectory.FindProblem(database.Directory) is { } problem)
            {
                throw new IOException(problem);
            }

            await database.CreateAsync();
            key.Ensure();
            templates.MakeFolder();
            await sessions.PurgeAsync();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or SqliteException)
        {
            throw new OptionsValidationException(
                BackendOptions.Section, typeof(BackendOptions), [$"Backend:DataDirectory: {database.Directory} cannot be used. {failure.Message}"]);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(3003, LogLevel.Warning,
        "The local backend runs outside Development: whoever reaches {Mailbox} reads every mail, and gets in as any user by its links. Close that path to others")]
    private partial void MailboxIsOpen(string mailbox);
}
