namespace AltogicAuth.Backend.Storage;

/// <summary>A store of the bytes of files. Each content is written once, under an id that is never used again.</summary>
internal interface IFileContents
{
    /// <param name="id">A new id.</param>
    /// <param name="content">The bytes; its length is known.</param>
    /// <param name="cancellation">Leaves an incomplete content, which <see cref="DeleteAsync"/> deletes.</param>
    Task WriteAsync(string id, Stream content, CancellationToken cancellation);

    /// <summary>The bytes as a stream that can seek. It reads nothing before its first use.</summary>
    Stream Open(string id, long length);

    /// <summary>Deletes a content, also an incomplete or missing one.</summary>
    Task DeleteAsync(string id);

    /// <summary>The ids of all contents in their order, in lists of limited length that are not empty.</summary>
    IAsyncEnumerable<IReadOnlyList<string>> ListAsync();
}
