using System.Data.Common;
using AltogicAuth.Backend.Accounts;
using AltogicAuth.Backend.Data;
using AltogicAuth.Backend.Development;
using AltogicAuth.Backend.Messaging;

namespace AltogicAuth.Backend.Hosting;

/// <summary>Before the first request: tables, key, folder of mail templates, demo user.</summary>
internal sealed partial class BackendStart(
    BackendDatabase database, BackendKey key, MailTemplates templates, Users users, Passwords passwords, BackendAddress address, BackendClock clock,
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

            PrivateFiles.RequireDirectory(database.Directory);
            key.Ensure();
            Report(await database.PrepareAsync(key, options.Value.Database.MigrateAtStart == true, clock.Now));
            templates.CreateFolder();
        }
        catch (SchemaException failure)
        {
            throw new OptionsValidationException(BackendOptions.Section, typeof(BackendOptions), [failure.Message]);
        }
        catch (Exception failure) when (failure is DatabaseUnavailableException or DbException && options.Value.Database.Provider == DatabaseProvider.PostgreSql)
        {
            throw new OptionsValidationException(
                BackendOptions.Section, typeof(BackendOptions), [$"Backend:Database:ConnectionString: the database cannot be used. {failure.Message}"]);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or DatabaseUnavailableException or DbException)
        {
            throw new OptionsValidationException(
                BackendOptions.Section, typeof(BackendOptions), [$"Backend:DataDirectory: {database.Directory} cannot be used. {failure.Message}"]);
        }
    }

    private void Report(UpgradeReport report)
    {
        if (report.Migrations.Count > 0)
        {
            Migrated(string.Join(", ", report.Migrations));
        }

        foreach (var (user, owner) in report.EmailCollisions)
        {
            EmailCollided(user, owner);
        }

        if (report.ObjectsWithoutOwner > 0)
        {
            ObjectsHaveNoOwner(report.ObjectsWithoutOwner);
        }
    }

    [LoggerMessage(3008, LogLevel.Information, "Migrations were made: {Names}")]
    private partial void Migrated(string names);

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
    private partial void ObjectsHaveNoOwner(int count);
}
