using AltogicAuth.Tests.Shared;

namespace AltogicAuth.Backend.Tests.Commands;

public sealed class BackupTests
{
    [Fact, Trait("Database", "Sqlite")]
    public async Task Backup_of_a_running_server_is_restored_as_it_was()
    {
        await using var backend = await BackendHost.StartAsync();
        var (ann, email, _, token) = await backend.NewUserAsync();
        await ann.UploadAsync("a.png", [1, 2, 3], "image/png");
        await ann.PostAsync("db/object/create", new { model = "books", values = new { title = "Notes" } });
        var copy = Path.Combine(backend.Data.FullName, "copy.db");

        var backup = ServerProgram.RunCommandAsync(backend.Data, "--backup", copy);
        // Writes while it runs. The copy has all of a change or none.
        for (var n = 0; !backup.IsCompleted; n++)
        {
            await ann.UploadAsync($"{n}.png", [1], "image/png");
        }

        Assert.Equal((0, "", ""), await backup);
        var restored = Directory.CreateTempSubdirectory("altogic-backend-restored-");
        try
        {
            File.Move(copy, Path.Combine(restored.FullName, "backend.db"));
            File.Copy(Path.Combine(backend.Data.FullName, "backend.key"), Path.Combine(restored.FullName, "backend.key"));
            foreach (var table in (string[])["users", "sign_in_methods", "sessions", "objects", "buckets", "migrations"])
            {
                Assert.Equal(backend.Sql($"select * from {table}"), TestDatabase.Query(restored.FullName, $"select * from {table}"));
            }

            await using var second = await BackendHost.StartAsync(restored);
            Assert.Equal(200, (await second.NewCaller(token).GetAsync("auth/user")).Status);
            Assert.Equal(200, (await second.NewCaller().PostAsync("auth/signin-email", new { email, password = "secret phrase" })).Status);
            Assert.Equal(200, (await second.NewCaller(token).PostAsync("storage/bucket/file/get", new { bucket = "root", file = "a.png" })).Status);
        }
        finally
        {
            restored.Delete(recursive: true);
        }
    }

    [Fact, Trait("Database", "Sqlite")]
    public async Task Backup_is_one_file_that_only_its_owner_reads()
    {
        await using var backend = await BackendHost.StartAsync();
        var folder = backend.Data.CreateSubdirectory("copies");

        await ServerProgram.RunCommandAsync(backend.Data, "--backup", Path.Combine(folder.FullName, "copy.db"));

        var file = Assert.Single(folder.GetFiles());
        Assert.Equal("copy.db", file.Name);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, file.UnixFileMode);
        }
    }

    [Theory, Trait("Database", "Sqlite")]
    [InlineData("--backup")]
    [InlineData("--export")]
    public async Task Existing_file_is_not_overwritten(string command)
    {
        await using var backend = await BackendHost.StartAsync();
        var file = Path.Combine(backend.Data.FullName, "file");
        await File.WriteAllTextAsync(file, "before", TestContext.Current.CancellationToken);

        var result = await ServerProgram.RunCommandAsync(backend.Data, command, file);

        Assert.Equal((1, "", $"{file} exists already. Name a new file."), result);
        Assert.Equal("before", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Theory, Trait("Database", "Sqlite")]
    [InlineData("--backup", "nowhere/file")]
    [InlineData("--export", "nowhere/file")]
    [InlineData("--import", "nowhere")]
    public async Task File_that_cannot_be_opened_is_one_line_of_error(string command, string file)
    {
        await using var backend = await BackendHost.StartAsync();

        var (code, _, error) = await ServerProgram.RunCommandAsync(backend.Data, command, Path.Combine(backend.Data.FullName, file));

        Assert.Equal(1, code);
        Assert.Contains("nowhere", error);
        Assert.DoesNotContain('\n', error);
    }

    [Fact]
    public async Task Backup_of_PostgreSQL_is_for_its_own_tool()
    {
        var data = Directory.CreateTempSubdirectory("altogic-backend-backup-");
        var (code, _, error) = await ServerProgram.RunAsync(
            data, "--backup", "copy.db", "--environment=Development", "--Backend:Database:Provider=PostgreSql", "--Backend:Database:ConnectionString=Host=nowhere.invalid");
        data.Delete(recursive: true);

        Assert.Equal((1, "--backup is for SQLite. Use pg_dump for a PostgreSQL database."), (code, error));
    }
}
