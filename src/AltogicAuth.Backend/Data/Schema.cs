namespace AltogicAuth.Backend.Data;

/// <summary>What an upgrade found in the data of an earlier version.</summary>
/// <param name="EmailCollisions">Users who share a mailbox with another user.</param>
/// <param name="ObjectsWithoutOwner">Objects that were stored before objects had owners.</param>
internal sealed record SchemaChanges(IReadOnlyList<EmailCollision> EmailCollisions, long ObjectsWithoutOwner);

/// <summary>Creates and upgrades the tables.</summary>
internal static class Schema
{
    private const int Version = 1;

    public static async Task<(string EnvironmentId, SchemaChanges Changes)> ApplyAsync(DataConnection connection)
    {
        await connection.ExecuteAsync("create table if not exists environment (id text primary key)");
        foreach (var table in (string[])
            [UserTable.Schema, SessionTable.Schema, LinkTable.Schema, MailTable.Schema, BucketTable.Schema, FileTable.Schema, ObjectTable.Schema])
        {
            await connection.ExecuteAsync(table);
        }

        var collisions = await UpgradeEmailsAsync(connection);
        await SessionTable.UpgradeAsync(connection);
        var withoutOwner = await ObjectTable.UpgradeAsync(connection);
        await connection.ExecuteAsync(
            "insert into environment select @id where not exists (select 1 from environment)", new { id = Ids.New() });
        var id = await connection.FindAsync<string>("select id from environment");
        return (id!, new SchemaChanges(collisions, withoutOwner));
    }

    // A file of the first version says 0.
    private static async Task<IReadOnlyList<EmailCollision>> UpgradeEmailsAsync(DataConnection connection)
    {
        if (await connection.FindAsync<long>("pragma user_version") >= Version)
        {
            return [];
        }

        var collisions = await CanonicalEmails.ApplyAsync(connection);
        await connection.ExecuteAsync($"pragma user_version = {Version}");
        return collisions;
    }
}
