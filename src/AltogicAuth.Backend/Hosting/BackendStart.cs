using AltogicAuth.Backend.Accounts;
using AltogicAuth.Backend.Data;
using AltogicAuth.Backend.Development;
using AltogicAuth.Backend.Messaging;
using Microsoft.Data.Sqlite;

namespace AltogicAuth.Backend.Hosting;

/// <summary>Before the first request: tables, key, folder of mail templates, demo user.</summary>
internal sealed partial class BackendStart(
    BackendDatabase database, BackendKey key, MailTemplates templates, Users users, Sessions sessions, Passwords passwords, BackendAddress address,
    IOptions<BackendOptions> options, IHostEnvironment environment, ILogger<BackendStart> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await CreateFilesAsync();
        await (options.Value.DemoUser == true ? DemoUser.EnsureAsync(users, passwords) : DemoUser.RemoveAsync(users, passwords));
        if (options.Value.Mailbox == true && !environment.IsDevelopment())
        {
            MailboxIsOpen($"{address.PublicUrl}/_mail");
        }

        if (!options.Value.RateLimits.Enabled && !environment.IsDevelopment())
        {
            RateLimitsAreOff();
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task CreateFilesAsync()
    {
        try
        {
            if (WritableDirectory.FindProblem(database.Directory) is { } problem)
            {
                throw new IOException(problem);
            }

            Report(await database.CreateAsync());
            key.Ensure();
            templates.CreateFolder();
            await sessions.PurgeAsync();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or SqliteException)
        {
            throw new OptionsValidationException(
                BackendOptions.Section, typeof(BackendOptions), [$"Backend:DataDirectory: {database.Directory} cannot be used. {failure.Message}"]);
        }
    }

    private void Report(SchemaChanges changes)
    {
        foreach (var (user, owner) in changes.EmailCollisions)
        {
            EmailCollided(user, owner);
        }

        if (changes.ObjectsWithoutOwner > 0)
        {
            ObjectsHaveNoOwner(changes.ObjectsWithoutOwner);
        }
    }

    [LoggerMessage(3003, LogLevel.Warning,
        "The mailbox is open: everybody who reaches {Mailbox} reads every mail, and can sign in as any user by its links. Close that path to others")]
    private partial void MailboxIsOpen(string mailbox);

    [LoggerMessage(3006, LogLevel.Warning, "Backend:RateLimits:Enabled is false: attempts to guess a password are not limited")]
    private partial void RateLimitsAreOff();

    [LoggerMessage(3004, LogLevel.Warning,
        "The users {UserId} and {OwnerId} have the same mailbox in two spellings. {OwnerId} keeps the address; {UserId} keeps everything else")]
    private partial void EmailCollided(string userId, string ownerId);

    [LoggerMessage(3005, LogLevel.Warning,
        "{Count} objects were stored before objects had owners, and exist for nobody until the column user_id of the table objects names a user")]
    private partial void ObjectsHaveNoOwner(long count);
}
