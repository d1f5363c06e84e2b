using System.Runtime.Versioning;

namespace AltogicAuth.Backend.Tests;

/// <summary>Other users of the machine are kept out of the data directory.</summary>
[UnsupportedOSPlatform("windows"), Trait("Database", "Sqlite")]
public sealed class FileModeTests
{
    [Fact]
    public async Task Data_directory_is_0700_and_its_files_0600()
    {
        await using var backend = await BackendHost.StartAsync();
        await backend.NewUserAsync();

        Assert.Equal("700", Mode(backend.Data.FullName));
        Assert.All(backend.Data.GetFiles("backend*"), file => Assert.Equal("600", Mode(file.FullName)));
        Assert.Equal(["backend.db", "backend.db-shm", "backend.db-wal", "backend.key"], backend.Data.GetFiles("backend*").Select(file => file.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Existing_data_directory_and_database_are_restricted_at_the_start()
    {
        var data = Directory.CreateTempSubdirectory("altogic-backend-modes-");
        try
        {
            await (await BackendHost.StartAsync(data)).DisposeAsync();
            var database = Path.Combine(data.FullName, "backend.db");
            File.SetUnixFileMode(data.FullName, (UnixFileMode)0b111_101_101);
            File.SetUnixFileMode(database, (UnixFileMode)0b110_100_100);

            await (await BackendHost.StartAsync(data)).DisposeAsync();

            Assert.Equal(("700", "600"), (Mode(data.FullName), Mode(database)));
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static string Mode(string path) => Convert.ToString((int)File.GetUnixFileMode(path), 8);
}
