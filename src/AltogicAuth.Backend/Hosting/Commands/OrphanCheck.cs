using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Hosting.Commands;

/// <summary>Whether there are rows that no user can access.</summary>
internal sealed class OrphanCheck(BackendDatabase database) : ICheck
{
    public string Name => "orphans";

    public async Task<string?> FindProblemAsync() => await database.ReadAsync(ObjectTable.CountWithoutOwnerAsync) is > 0 and var count
        ? $"Objects without an owner: {count}. Let the column user_id of the table objects name one, or delete them."
        : null;
}
