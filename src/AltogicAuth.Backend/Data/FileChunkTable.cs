namespace AltogicAuth.Backend.Data;

/// <summary>The bytes of files in pieces. All but the last piece of a content have <see cref="ChunkBytes"/> bytes.</summary>
internal static class FileChunkTable
{
    // Larger arrays live until the next full garbage collection.
    public const int ChunkBytes = 64 * 1024;

    public static Task InsertAsync(DataConnection connection, string contentId, int number, byte[] bytes) => connection.ExecuteAsync(
        "insert into file_chunks (content_id, number, bytes) values (@contentId, @number, @bytes)", new { contentId, number, bytes });

    public static Task<byte[]?> FindAsync(DataConnection connection, string contentId, long number) => connection.FindAsync<byte[]>(
        "select bytes from file_chunks where content_id = @contentId and number = @number", new { contentId, number });

    public static Task DeleteAsync(DataConnection connection, string contentId) =>
        connection.ExecuteAsync("delete from file_chunks where content_id = @contentId", new { contentId });

    /// <summary>Some of the ids that come after one, in their order.</summary>
    public static Task<IReadOnlyList<string>> ContentIdsAsync(DataConnection connection, string after, int count) => connection.QueryAsync<string>(
        "select content_id from file_chunks where content_id > @after and number = 0 order by content_id limit @count", new { after, count });
}
