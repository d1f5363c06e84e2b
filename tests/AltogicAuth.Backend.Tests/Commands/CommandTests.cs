using AltogicAuth.Backend.Tests.Mails;
using AltogicAuth.Tests.Shared;

namespace AltogicAuth.Backend.Tests.Commands;

/// <summary>The commands of the server, each as a process of its own beside a backend that runs.</summary>
public sealed class CommandTests
{
    [Fact]
    public async Task Help_lists_the_commands()
    {
        await using var backend = await BackendHost.StartAsync();

        var (code, output, error) = await ServerProgram.RunAsync(backend.Data, "--help");

        Assert.Equal((0, ""), (code, error));
        Assert.All(
            ["--migrate", "--check", "--purge", "--backup FILE", "--export FILE", "--import FILE", "--end-sessions ID", "--delete-user ID"],
            command => Assert.Contains($"  {command} ", output));
    }

    [Theory]
    [InlineData("--purgee")]
    [InlineData("--purgee", "--urls=http://127.0.0.1:0")]
    [InlineData("--delete-usr", "1")]
    [InlineData("purge")]
    [InlineData("--delete-user")]
    [InlineData("--delete-user", "--environment=Production")]
    [InlineData("--export")]
    [InlineData("--purge", "--check")]
    [InlineData("--purge", "--urls", "http://127.0.0.1:0", "users.jsonl")]
    public async Task Wrong_arguments_end_the_program_with_a_hint(params string[] arguments)
    {
        await using var backend = await BackendHost.StartAsync();

        var (code, output, error) = await ServerProgram.RunAsync(backend.Data, arguments);

        Assert.Equal((2, ""), (code, output));
        Assert.EndsWith("--help lists the commands.", error);
        Assert.DoesNotContain('\n', error);
    }

    [Fact]
    public async Task Settings_before_and_after_a_command_keep_their_values()
    {
        await using var backend = await BackendHost.StartAsync();
        var other = backend.Data.CreateSubdirectory("other");

        var (code, _, _) = await ServerProgram.RunAsync(
            backend.Data, "--environment", "Development", "--delete-user", "1", "--Backend:DataDirectory", other.FullName);

        Assert.Equal(1, code);
        Assert.NotEmpty(other.GetFiles("backend.db"));
    }

    [Fact]
    public async Task Purge_deletes_what_has_expired()
    {
        await using var backend = await BackendHost.StartAsync();
        var (ann, _, _, _) = await backend.NewUserAsync();
        await backend.NewCaller().PostAsync("auth/signup-email", new { email = "bob@example.test", password = "secret phrase" });
        backend.Sql("update users set sign_up_at = 1");

        Assert.Equal((0, "", ""), await ServerProgram.RunCommandAsync(backend.Data, "--purge"));

        Assert.Empty(backend.Sql("select id from users where email = 'bob@example.test'"));
        Assert.Equal(200, (await ann.GetAsync("auth/user")).Status);
    }

    [Fact]
    public async Task Delete_user_deletes_one_user_with_files_and_objects()
    {
        await using var backend = await BackendHost.StartAsync();
        var (ann, _, id, _) = await backend.NewUserAsync();
        var (bob, _, _, _) = await backend.NewUserAsync();
        await ann.UploadAsync("a.png", [1], "image/png");
        await ann.PostAsync("db/object/create", new { model = "books", values = new { title = "Notes" } });

        Assert.Equal((0, "", ""), await ServerProgram.RunCommandAsync(backend.Data, "--delete-user", id));

        Assert.Equal("invalid_session_token", (await ann.GetAsync("auth/user")).Code);
        Assert.Equal(200, (await bob.GetAsync("auth/user")).Status);
        Assert.Empty(backend.Sql("select id from files"));
        Assert.Empty(backend.Sql("select id from objects"));
    }

    [Fact]
    public async Task End_sessions_signs_one_user_out()
    {
        await using var backend = await BackendHost.StartAsync();
        var (ann, email, id, _) = await backend.NewUserAsync();
        var (bob, _, _, _) = await backend.NewUserAsync();

        Assert.Equal((0, "", ""), await ServerProgram.RunCommandAsync(backend.Data, "--end-sessions", id));

        Assert.Equal("invalid_session_token", (await ann.GetAsync("auth/user")).Code);
        Assert.Equal(200, (await bob.GetAsync("auth/user")).Status);
        Assert.Single(backend.Sql($"select kind from audit where user_id = '{id}' and kind = 'all-sessions-ended'"));
        Assert.Equal(200, (await ann.PostAsync("auth/signin-email", new { email, password = "secret phrase" })).Status);
    }

    [Theory]
    [InlineData("--delete-user")]
    [InlineData("--end-sessions")]
    public async Task Unknown_user_is_one_line_of_error(string command)
    {
        await using var backend = await BackendHost.StartAsync();

        Assert.Equal(
            (1, "", "There is no user with the id 0123. The column id of the table users has the ids."),
            await ServerProgram.RunCommandAsync(backend.Data, command, "0123"));
    }

    [Fact]
    public async Task Check_says_that_all_is_well()
    {
        await using var backend = await BackendHost.StartAsync();
        await backend.NewUserAsync();

        var (code, output, error) = await ServerProgram.RunCommandAsync(backend.Data, "--check");

        Assert.Equal((0, ""), (code, error));
        Assert.All(output.Split('\n'), line => Assert.StartsWith("ok      ", line));
        Assert.Contains("ok      database", output);
    }

    [Fact]
    public async Task Check_names_missing_migrations_and_changes_nothing()
    {
        var data = Directory.CreateTempSubdirectory("altogic-backend-check-");
        try
        {
            var (code, output, error) = await ServerProgram.RunCommandAsync(data, "--check");

            Assert.Equal(1, code);
            Assert.Matches("failed  database: .*--migrate", output);
            Assert.Matches("^Failed checks: [0-9]", error);
            Assert.DoesNotContain("users", TestDatabase.Query(data.FullName, TablesOf).Select(row => (string)row[0]));
        }
        finally
        {
            TestDatabase.Delete(data.FullName);
            data.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Check_finds_objects_without_an_owner()
    {
        await using var backend = await BackendHost.StartAsync();
        backend.Sql("insert into objects (model, id, fields) values ('books', 'a', '{}')");

        var (code, output, _) = await ServerProgram.RunCommandAsync(backend.Data, "--check");

        Assert.Equal(1, code);
        Assert.Contains("ok      database", output);
        Assert.Contains("failed  orphans: Objects without an owner: 1.", output);
    }

    [Fact]
    public async Task Check_finds_contents_without_a_file()
    {
        await using var backend = await BackendHost.StartAsync();
        var (ann, _, _, _) = await backend.NewUserAsync();
        await ann.UploadAsync("a.png", [1], "image/png");
        backend.Sql($"insert into file_chunks (content_id, number, bytes) values ('stray', 0, {TestDatabase.RandomBytes})");

        var (code, output, _) = await ServerProgram.RunCommandAsync(backend.Data, "--check");

        Assert.Equal(1, code);
        Assert.Contains("failed  storage: Contents that no file refers to: 1, such as stray.", output);
    }

    [Fact]
    public async Task Check_connects_to_the_SMTP_server()
    {
        await using var backend = await BackendHost.StartAsync();
        var server = await MailServer.StartAsync();
        string[] settings = [.. server.Settings.Select(setting => $"--Backend:{setting.Item1}={setting.Item2}"), "--Backend:Smtp:Security=None"];

        var there = await ServerProgram.RunCommandAsync(backend.Data, ["--check", .. settings]);
        await server.DisposeAsync();
        var gone = await ServerProgram.RunCommandAsync(backend.Data, ["--check", .. settings]);

        Assert.Equal(0, there.Code);
        Assert.Contains("ok      mail", there.Output);
        Assert.Empty(server.Mails);
        Assert.Equal(1, gone.Code);
        Assert.Contains("failed  mail: Backend:Smtp: the server 127.0.0.1 cannot be used.", gone.Output);
    }

    [Fact, Trait("Database", "Sqlite")]
    public async Task Check_finds_damage_of_the_file()
    {
        await using var backend = await BackendHost.StartAsync();
        await backend.NewUserAsync();
        backend.Sql("pragma foreign_keys = off; delete from users");

        var (code, output, _) = await ServerProgram.RunCommandAsync(backend.Data, "--check");

        Assert.Equal(1, code);
        Assert.Contains("failed  database: The file is damaged: restore a backup.", output);
    }

    private static string TablesOf => TestDatabase.IsPostgreSql
        ? "select cast(tablename as text) from pg_tables where schemaname = 'public'"
        : "select name from sqlite_master where type = 'table'";
}
