using System.Web;
using AltogicAuth.Backend.Data;
using AltogicAuth.Tests.Shared;
using Microsoft.Extensions.Options;

namespace AltogicAuth.Backend.Tests;

/// <summary>The schema is brought up to date by numbered migrations, and only a program that knows it works on it.</summary>
public sealed class MigrationTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("altogic-backend-migrations-");

    public void Dispose()
    {
        TestDatabase.Delete(_data.FullName);
        _data.Delete(recursive: true);
    }

    [Fact]
    public void Both_databases_have_the_same_migrations_in_order()
    {
        var (sqlite, postgreSql) = (Migration.Of(DatabaseProvider.Sqlite), Migration.Of(DatabaseProvider.PostgreSql));

        Assert.Equal(sqlite.Select(migration => migration.Name), postgreSql.Select(migration => migration.Name));
        Assert.Equal(sqlite.Select(migration => migration.OldestProgram), postgreSql.Select(migration => migration.OldestProgram));
        Assert.Equal(Enumerable.Range(1, sqlite.Count), sqlite.Select(migration => migration.Number));
    }

    [Fact]
    public async Task Start_without_migrations_names_the_command()
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(("Database:MigrateAtStart", "false")));

        Assert.Contains("0001-tables", failure.Message);
        Assert.Contains("--migrate", failure.Message);
    }

    [Fact]
    public async Task Start_after_the_migrations_needs_none()
    {
        await (await StartAsync()).DisposeAsync();

        await using var backend = await StartAsync(("Database:MigrateAtStart", "false"));

        Assert.Equal(200, (await (await backend.NewUserAsync()).Caller.GetAsync("auth/user")).Status);
    }

    [Fact]
    public async Task Program_that_is_too_old_for_the_database_does_not_start()
    {
        await AddMigrationAsync(oldestProgram: "99.0.0");

        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync());

        Assert.Contains("99.0.0", failure.Message);
    }

    [Fact]
    public async Task Newer_schema_alone_does_not_stop_the_start()
    {
        await AddMigrationAsync(oldestProgram: "1.0.0");

        await using var backend = await StartAsync();

        Assert.Equal(200, (await (await backend.NewUserAsync()).Caller.GetAsync("auth/user")).Status);
    }

    [Fact]
    public async Task Database_of_another_key_does_not_start()
    {
        await (await StartAsync(("EncryptionKey", NewKey()))).DisposeAsync();

        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(("EncryptionKey", NewKey())));

        Assert.Contains("Backend:EncryptionKey", failure.Message);
    }

    [Fact]
    public async Task Node_with_its_key_in_a_setting_and_PostgreSQL_needs_no_data_directory()
    {
        var server = PostgreSqlServer.Shared;
        var database = server.NewDatabase();
        var blocker = Path.Combine(_data.FullName, "a-file");
        await File.WriteAllTextAsync(blocker, "", TestContext.Current.CancellationToken);
        try
        {
            await using var backend = await StartAsync(
                ("Database:Provider", "PostgreSql"), ("Database:ConnectionString", database), ("EncryptionKey", NewKey()), ("DataDirectory", Path.Combine(blocker, "data")));

            Assert.Equal(200, (await (await backend.NewUserAsync()).Caller.GetAsync("auth/user")).Status);
        }
        finally
        {
            server.Drop(database);
        }
    }

    [Fact, Trait("Database", "Sqlite")]
    public async Task Database_of_the_version_before_migrations_is_carried_over()
    {
        CopyDatabaseOfTheVersionBefore();
        await using var backend = await BackendHost.StartAsync(_data, now: new DateTimeOffset(2026, 11, 29, 19, 30, 0, TimeSpan.Zero));
        var ann = backend.NewCaller("iO-rzn0zPvNA1xwSmnh4-CAIb7TUGSOC2W_0upEPKII");

        var user = (await ann.GetAsync("auth/user")).Json!;
        Assert.Equal(
            ("ann@xn--bcher-kva.example", true, "Ann", "L", 5, "2026-11-29T19:28:02.592Z"),
            ((string?)user["email"], (bool)user["emailVerified"]!, (string?)user["name"], (string?)user["surname"], (int)user["city"]!["zip"]!, (string?)user["signUpAt"]));
        var session = Assert.Single((await ann.GetAsync("auth/sessions")).Json!.AsArray())!;
        Assert.Equal(("iO-rzn0zPvNA1xwSmnh4-CAIb7TUGSOC2W_0upEPKII", "Chrome"), ((string?)session["token"], (string?)session["userAgent"]!["family"]));
        Assert.Equal((string?)session["creationDtm"], (string?)session["lastUsedAt"]);
        Assert.Equal("Notes", (string?)(await ann.PostAsync("db/object/get", new { model = "books", id = "2d301778ac44ef39d1b1721a" })).Json!["title"]);
        Assert.Equal(["root", "mine"], (await ann.PostAsync("storage/list-buckets", new { })).Json!.AsArray().Select(bucket => (string)bucket!["name"]!));
        Assert.Equal("hello", (await ann.SendAsync(HttpMethod.Get, "/e:local/_storage/ff4f41502baf88eb902d99e5/ff4f41502baf88eb902d99e5/770567f130e7dd264014e529")).Body);
        Assert.Equal("hello", (await ann.PostAsync("storage/bucket/file/download", new { bucket = "mine", file = "own.txt" })).Body);
        // They had their links in plain text.
        Assert.Empty(await ann.MailsAsync());
    }

    [Fact, Trait("Database", "Sqlite")]
    public async Task Password_and_links_of_the_version_before_migrations_work()
    {
        CopyDatabaseOfTheVersionBefore();
        await using var backend = await BackendHost.StartAsync(_data, now: new DateTimeOffset(2026, 11, 29, 19, 30, 0, TimeSpan.Zero));
        var caller = backend.NewCaller();

        Assert.Equal(200, (await caller.PostAsync("auth/signin-email", new { email = "ann@bücher.example", password = "secret phrase" })).Status);
        var reset = await caller.SendAsync(HttpMethod.Get, "/e:local/_api/rest/v1/auth/verify?key=klz718xemn9576t8ftfbmp1g9lqx62i8wss120dj&action=reset-pwd");
        var token = HttpUtility.ParseQueryString(reset.Response.Headers.Location!.Query)["access_token"];
        Assert.Equal(200, (await caller.PostAsync($"auth/reset-pwd?key={token}", new { newPassword = "next phrase" })).Status);
        Assert.Equal(200, (await caller.PostAsync("auth/signin-email", new { email = "ann@bücher.example", password = "next phrase" })).Status);

        // An id is never used again: the access tokens of a link name it.
        await caller.PostAsync("auth/send-magic?email=ann@bücher.example");
        Assert.Equal(4L, Assert.Single(backend.Sql("select id from links where action = 'magic-link'"))[0]);
    }

    [Fact]
    public async Task Contents_of_files_are_carried_over_in_pieces()
    {
        // Creates it with PostgreSQL.
        _ = TestDatabase.SettingsOf(_data.FullName).ToList();
        var (provider, random) = TestDatabase.IsPostgreSql
            ? (DatabaseProvider.PostgreSql, "decode(repeat(md5(random()::text), 9000), 'hex')")
            : (DatabaseProvider.Sqlite, "randomblob(144000)");
        TestDatabase.Query(_data.FullName, $$"""
            {{Migration.Of(provider)[0].Sql}}
            create table migrations (name text primary key, oldest_program text not null);
            insert into migrations values ('0001-tables', '1.0.0');
            insert into environment (only_row, id, key_check) values (1, 'environment', '');
            insert into buckets (id, name, is_public, fields) values ('environment', 'root', true, '{{BucketRecord.NewRoot("environment", default).Fields}}');
            insert into files (id, bucket_id, name, is_public, fields, content)
            select 'file' || size, 'environment', 'file' || size, true, '{"mimeType":"image/png","updatedAt":"2026-11-29T19:30:00.000Z","size":0}', substr({{random}}, 1, size)
            from (select 0 as size union select 65536 union select 65537 union select 144000) sizes;
            update files set fields = {{SizeInFields}}
            """);
        var before = TestDatabase.Query(_data.FullName, "select id, content from files order by id").ToDictionary(row => (string)row[0], row => (byte[])row[1]);
        Assert.Equal([0, 65_536, 65_537, 144_000], before.Values.Select(content => content.Length).Order());

        await using var backend = await StartAsync();

        foreach (var (id, content) in before)
        {
            var response = await backend.NewCaller().SendAsync(HttpMethod.Get, $"/e:local/_storage/environment/environment/{id}");
            Assert.Equal(content, await response.Response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        }

        Assert.Equal(before.Values.Sum(content => content.Length), (long)backend.Sql("select cast(sum(size) as bigint) from files").Single()[0]);
    }

    private static string SizeInFields => TestDatabase.IsPostgreSql
        ? "jsonb_set(fields, '{size}', to_jsonb(length(content)))"
        : "json_set(fields, '$.size', length(content))";

    private static string NewKey() => Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));

    private Task<BackendHost> StartAsync(params (string, string?)[] settings) => BackendHost.StartAsync(_data, settings: settings);

    private async Task AddMigrationAsync(string oldestProgram)
    {
        await using var backend = await StartAsync();
        backend.Sql($"insert into migrations (name, oldest_program) values ('9999-later', '{oldestProgram}')");
    }

    private void CopyDatabaseOfTheVersionBefore()
    {
        foreach (var file in new DirectoryInfo(Path.Combine(AppContext.BaseDirectory, "Fixtures", "BeforeMigrations")).GetFiles())
        {
            file.CopyTo(Path.Combine(_data.FullName, file.Name));
        }
    }
}
