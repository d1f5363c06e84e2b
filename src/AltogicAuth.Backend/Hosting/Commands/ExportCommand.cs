using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Hosting.Commands;

/// <summary>Writes all users as they are at one moment, one JSON object a line. Only a page of them is in memory.</summary>
internal sealed class ExportCommand(DatabasePreparation preparation, BackendDatabase database) : ICommand
{
    private const int PageSize = 1_000;

    public async Task RunAsync(string value)
    {
        await preparation.RunAsync();
        var progress = new Progress("exported");
        await NewFile.WriteAsync(value, async draft =>
        {
            await using var file = PrivateFiles.CreateNew(draft);
            await database.ReadSnapshotAsync(connection => WriteAsync(connection, file, progress));
        });
        Console.WriteLine($"Exported users: {progress.Count}.");
    }

    private static async Task WriteAsync(DataConnection connection, FileStream file, Progress progress)
    {
        IReadOnlyList<ExportedUser> page;
        var last = "";
        do
        {
            page = await UserTransfer.PageAsync(connection, last, PageSize);
            foreach (var user in page)
            {
                user.WriteTo(file);
                last = user.Id;
            }

            progress.Add(page.Count);
        }
        while (page.Count == PageSize);
    }
}
