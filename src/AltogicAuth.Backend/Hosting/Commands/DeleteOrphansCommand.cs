using AltogicAuth.Backend.Storage;

namespace AltogicAuth.Backend.Hosting.Commands;

/// <summary>Deletes the contents that no file refers to. There are some after the restore of an older copy of the database.</summary>
internal sealed class DeleteOrphansCommand(DatabasePreparation preparation, StoredContents contents) : ICommand
{
    public const string Name = "--delete-orphans";

    public async Task RunAsync(string value)
    {
        await preparation.RunAsync();
        try
        {
            Console.WriteLine($"Deleted contents: {await contents.DeleteOrphansAsync()}");
        }
        catch (StorageUnavailableException failure)
        {
            throw new CommandException($"Backend:Storage: the contents cannot be changed. {failure.Message}");
        }
    }
}
