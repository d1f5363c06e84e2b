using AltogicAuth.Backend.Storage;

namespace AltogicAuth.Backend.Hosting.Commands;

/// <summary>Whether the stores of contents can be read, and have none that nothing refers to.</summary>
internal sealed class StorageCheck(StoredContents contents) : ICheck
{
    public string Name => "storage";

    public async Task<string?> FindProblemAsync()
    {
        try
        {
            return await contents.FindOrphansAsync() is [var first, ..] orphans
                ? $"Contents that no file refers to: {orphans.Count}, such as {first}. A restored backup knows nothing of them: delete them."
                : null;
        }
        catch (StorageUnavailableException failure)
        {
            return $"Backend:Storage: the contents cannot be read. {failure.Message}";
        }
    }
}
