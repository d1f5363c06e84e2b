namespace AltogicAuth.Backend.Storage;

/// <summary>
/// Database and S3. New contents are written where <c>Backend:Storage:Provider</c> says. The id of a content tells where it is, so those
/// that were written before a change of the setting are still found.
/// </summary>
internal sealed class ContentStores(DatabaseContents database, S3Contents s3, IOptions<BackendOptions> options)
{
    public const string S3Prefix = "s3-";

    public string NewId() => options.Value.Storage.Provider == StorageProvider.S3 ? $"{S3Prefix}{Ids.New()}" : Ids.New();

    public IFileContents Of(string id) => id.StartsWith(S3Prefix, StringComparison.Ordinal) ? s3 : database;

    public async IAsyncEnumerable<IReadOnlyList<string>> ListAsync()
    {
        foreach (var store in (IFileContents[])[database, s3])
        {
            await foreach (var ids in store.ListAsync())
            {
                yield return ids;
            }
        }
    }
}
