using AltogicAuth.Backend.Storage;

namespace AltogicAuth.Backend.Hosting.Commands;

/// <summary>Whether the stores of contents can be read, and have what the files refer to and nothing else.</summary>
internal sealed class StorageCheck(StoredContents contents) : ICheck
{
    public string Name => "storage";

    public async Task<string?> FindProblemAsync()
    {
        try
        {
            var found = await contents.CompareAsync();
            var problems = new List<string>();
            if (found.Missing is [var file, ..])
            {
                problems.Add($"Files without a content: {found.Missing.Count}, such as the content {file}. Restore them from a backup of the contents.");
            }

            if (found.Orphans is [var orphan, ..])
            {
                problems.Add($"Contents that no file refers to: {found.Orphans.Count}, such as {orphan}. {DeleteOrphansCommand.Name} deletes them.");
            }

            return problems.Count == 0 ? null : string.Join(' ', problems);
        }
        catch (StorageUnavailableException failure)
        {
            return $"Backend:Storage: the contents cannot be read. {failure.Message}";
        }
    }
}
