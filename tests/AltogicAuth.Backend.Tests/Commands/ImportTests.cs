using System.Text.Json.Nodes;
using AltogicAuth.Tests.Shared;

namespace AltogicAuth.Backend.Tests.Commands;

/// <summary>Export and import of users, between a backend and another one.</summary>
public sealed class ImportTests : IDisposable
{
    private const string Password = "secret phrase";

    private const string Users = "select id, email, email_verified, phone, phone_verified, name, profile_picture, sign_up_at, last_login_at, fields from users order by id";
    private const string Methods = "select user_id, kind, identifier, secret, is_held from sign_in_methods order by user_id, kind";

    private readonly DirectoryInfo _other = Directory.CreateTempSubdirectory("altogic-backend-import-");

    private string ExportFile => Path.Combine(_other.FullName, "users.jsonl");

    public void Dispose()
    {
        TestDatabase.Delete(_other.FullName);
        _other.Delete(recursive: true);
    }

    [Fact]
    public async Task Users_move_with_passwords_and_ways_to_sign_in()
    {
        await using var backend = await BackendHost.StartAsync();
        var (ann, email, id, _) = await backend.NewUserAsync();
        await ann.PostAsync("db/object/update-fields", new { model = "users", id, updates = new[] { new { field = "city", updateType = "set", value = "Köln" } } });
        backend.Sql($"update users set phone = '+905551112233', profile_picture = 'https://files.example.test/a.png' where id = '{id}'");
        backend.Sql($"insert into sign_in_methods (user_id, kind, identifier, is_held) values ('{id}', 'google', '42', false)");

        Assert.Equal((0, "Exported users: 2.", ""), await ServerProgram.RunCommandAsync(backend.Data, "--export", ExportFile));
        Assert.Equal((0, "Imported users: 2. Existing users: 0.", ""), await ServerProgram.RunCommandAsync(_other, "--import", ExportFile));

        Assert.Equal(backend.Sql(Users), TestDatabase.Query(_other.FullName, Users));
        Assert.Equal(backend.Sql(Methods), TestDatabase.Query(_other.FullName, Methods));
        Assert.Empty(TestDatabase.Query(_other.FullName, "select user_id from sessions"));
        await using var second = await BackendHost.StartAsync(_other);
        Assert.Equal(200, await SignInAsync(second, email));
    }

    [Fact]
    public async Task Unconfirmed_users_and_held_passwords_stay_so()
    {
        await using var backend = await BackendHost.StartAsync();
        var caller = backend.NewCaller();
        await caller.PostAsync("auth/signup-email", new { email = "ann@example.test", password = Password });
        await caller.PostAsync("auth/signup-email", new { email = "bob@example.test", password = Password });
        await caller.GetAsync($"auth/grant?key={await caller.AccessTokenAsync("bob@example.test", "email-confirm")}&holdPassword=true");

        await ServerProgram.RunCommandAsync(backend.Data, "--export", ExportFile);
        await ServerProgram.RunCommandAsync(_other, "--import", ExportFile);

        await using var second = await BackendHost.StartAsync(_other);
        var stranger = second.NewCaller();
        Assert.Equal("email_not_verified", (await stranger.PostAsync("auth/signin-email", new { email = "ann@example.test", password = Password })).Code);
        Assert.Equal("invalid_sign_in_credentials", (await stranger.PostAsync("auth/signin-email", new { email = "bob@example.test", password = Password })).Code);
        await stranger.PostAsync("auth/resend?email=ann@example.test");
        await stranger.GetAsync($"auth/grant?key={await stranger.AccessTokenAsync("ann@example.test", "email-confirm")}");
        Assert.Equal(200, await SignInAsync(second, "ann@example.test"));
    }

    [Fact]
    public async Task Export_has_no_secret_but_the_hashes()
    {
        await using var backend = await BackendHost.StartAsync();
        var (ann, email, _, token) = await backend.NewUserAsync();
        await ann.PostAsync($"auth/send-reset?email={email}");

        await ServerProgram.RunCommandAsync(backend.Data, "--export", ExportFile);

        var lines = (await File.ReadAllLinesAsync(ExportFile, TestContext.Current.CancellationToken)).Select(line => JsonNode.Parse(line)!.AsObject()).ToList();
        string[] members = ["id", "email", "emailVerified", "phoneVerified", "name", "signUpAt", "lastLoginAt", "fields", "signInMethods"];
        Assert.All(lines, line => Assert.Subset(members.ToHashSet(), line.Select(member => member.Key).ToHashSet()));
        Assert.All(lines, line => Assert.Equal(["kind", "secret", "isHeld"], line["signInMethods"]![0]!.AsObject().Select(member => member.Key)));
        Assert.DoesNotContain(token, await File.ReadAllTextAsync(ExportFile, TestContext.Current.CancellationToken));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(ExportFile));
        }
    }

    [Fact]
    public async Task Import_adds_each_user_once_and_changes_none()
    {
        await using var backend = await BackendHost.StartAsync();
        var (ann, _, id, _) = await backend.NewUserAsync();
        await ServerProgram.RunCommandAsync(backend.Data, "--export", ExportFile);
        await File.AppendAllLinesAsync(ExportFile, ["", Line("new", "new@example.test"), Line("new", "second@example.test")], TestContext.Current.CancellationToken);
        backend.Sql($"update users set name = 'Changed' where id = '{id}'");

        Assert.Equal((0, "Imported users: 1. Existing users: 3.", ""), await ServerProgram.RunCommandAsync(backend.Data, "--import", ExportFile));
        Assert.Equal((0, "Imported users: 0. Existing users: 4.", ""), await ServerProgram.RunCommandAsync(backend.Data, "--import", ExportFile));

        Assert.Equal("Changed", (string?)(await ann.GetAsync("auth/user")).Json!["name"]);
        Assert.Equal([["new@example.test"]], backend.Sql("select email from users where id = 'new'"));
    }

    [Fact]
    public async Task User_of_whom_something_is_taken_is_reported_and_not_imported()
    {
        await using var backend = await BackendHost.StartAsync();
        var (_, email, id, _) = await backend.NewUserAsync();
        backend.Sql($"update users set phone = '+905551234567' where id = '{id}'");
        backend.Sql($"insert into sign_in_methods (user_id, kind, identifier, is_held) values ('{id}', 'google', '42', false)");
        await File.WriteAllLinesAsync(
            ExportFile,
            [
                Line("u1", email.ToUpperInvariant()), Line("u2", "free@example.test"), Line("u3", "phone@example.test", "\"phone\":\"+905551234567\""),
                Line("u4", "google@example.test", """ "signInMethods":[{"kind":"google","identifier":"42"}] """), Line("u5", "free@example.test"),
            ],
            TestContext.Current.CancellationToken);

        var (code, output, error) = await ServerProgram.RunCommandAsync(backend.Data, "--import", ExportFile);

        Assert.Equal((1, "Imported users: 1. Existing users: 0."), (code, output));
        Assert.Equal(["line 1: user u1", "line 3: user u3", "line 4: user u4", "line 5: user u5"], error.Split('\n')[..^1].Select(line => line[..15]));
        Assert.StartsWith("Lines not imported: 4.", error.Split('\n')[^1]);
        Assert.Equal([["u2"]], backend.Sql("select id from users where id like 'u_'"));
    }

    [Fact]
    public async Task Line_that_cannot_be_stored_is_reported_and_the_others_are_imported()
    {
        (string Line, string Problem)[] wrong =
        [
            ("nonsense", "This is not JSON"),
            ("[]", "This is not JSON"),
            ("""{"email":"a@example.test"}""", "This is not JSON, or lacks a member. "),
            ("""{"id":"a b","email":"a@example.test"}""", "id"),
            ("""{"id":"a","email":"nonsense"}""", "email"),
            ("""{"id":"a"}""", "email"),
            ("""{"id":"a","phone":"0555 123 45 67"}""", "phone"),
            ("""{"id":"a","email":"a@example.test","emailVerified":"yes"}""", "emailVerified"),
            ("""{"id":"a","email":"a@example.test","passwordHash":"x"}""", "passwordHash"),
            ("""{"id":"a","email":"a@example.test","name":"\u0000"}""", "name"),
            ("""{"id":"a","email":"a@example.test","name":"\ud800"}""", "This is not JSON"),
            ("""{"id":"a","email":"a@example.test","fields":{"emailVerified":true}}""", "fields"),
            ("""{"id":"a","email":"a@example.test","signInMethods":[{"kind":"password","secret":"secret phrase"}]}""", "signInMethods"),
            ("""{"id":"a","email":"a@example.test","signInMethods":[{"kind":"password","secret":"Ag=="}]}""", "signInMethods"),
            ("""{"id":"a","email":"a@example.test","signInMethods":[{"kind":"google"}]}""", "signInMethods"),
            ("""{"id":"a","email":"a@example.test","signInMethods":[null]}""", "signInMethods"),
            ("""{"id":"a","email":"a@example.test","signInMethods":null}""", "signInMethods"),
        ];
        await File.WriteAllLinesAsync(ExportFile, [.. wrong.Select(one => one.Line), Line("b", "b@example.test")], TestContext.Current.CancellationToken);

        var (code, output, error) = await ServerProgram.RunCommandAsync(_other, "--import", ExportFile);

        Assert.Equal((1, "Imported users: 1. Existing users: 0."), (code, output));
        Assert.Equal(wrong.Length + 1, error.Split('\n').Length);
        Assert.All(error.Split('\n').Zip(wrong), (pair, at) => Assert.StartsWith($"line {at + 1}: {pair.Second.Problem}", pair.First));
    }

    [Fact]
    public async Task File_that_is_not_UTF8_is_one_line_of_error()
    {
        await File.WriteAllBytesAsync(ExportFile, [.. "{\"id\":\""u8, 0xE4, .. "\"}"u8], TestContext.Current.CancellationToken);

        Assert.Equal(
            (1, "", $"{ExportFile} has text that is not UTF-8. Write the file as UTF-8, and import it again."),
            await ServerProgram.RunCommandAsync(_other, "--import", ExportFile));
    }

    [Fact, Trait("Set", "Long")]
    public async Task Import_continues_after_it_was_killed()
    {
        const int count = 100_000;
        await WriteUsersAsync(count);
        using (var import = ServerProgram.StartCommand(_other, "--import", ExportFile))
        {
            Assert.Equal("10000 users read", await import.StandardError.ReadLineAsync(TestContext.Current.CancellationToken));
            import.Kill();
            await import.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var added = (long)TestDatabase.Query(_other.FullName, "select count(*) from users")[0][0];
        Assert.InRange(added, 10_000, count - 1);

        var (code, output, _) = await ServerProgram.RunCommandAsync(_other, "--import", ExportFile);

        Assert.Equal((0, $"Imported users: {count - added}. Existing users: {added}."), (code, output));
        Assert.Equal((long)count, TestDatabase.Query(_other.FullName, "select count(*) from sign_in_methods")[0][0]);
    }

    [Fact, Trait("Set", "Long")]
    public async Task Memory_does_not_grow_with_the_number_of_users()
    {
        var few = await PeakMemoryAsync(1_000);
        var many = await PeakMemoryAsync(100_000);

        Assert.True(many.Import < few.Import + 64, $"import: {few.Import} MB, then {many.Import} MB");
        Assert.True(many.Export < few.Export + 64, $"export: {few.Export} MB, then {many.Export} MB");
        TestContext.Current.TestOutputHelper!.WriteLine($"import {few.Import} to {many.Import} MB, export {few.Export} to {many.Export} MB");
    }

    /// <summary>The most memory that import and export take, in MB.</summary>
    private async Task<(long Import, long Export)> PeakMemoryAsync(int count)
    {
        await WriteUsersAsync(count);
        var copy = $"{ExportFile}.{count}";
        var import = await PeakMemoryAsync("--import", ExportFile);
        var export = await PeakMemoryAsync("--export", copy);

        Assert.Equal(count, File.ReadLines(copy).Count());
        return (import, export);
    }

    private async Task<long> PeakMemoryAsync(params string[] command)
    {
        using var program = ServerProgram.StartCommand(_other, command);
        var output = Task.WhenAll(program.StandardOutput.ReadToEndAsync(), program.StandardError.ReadToEndAsync());
        var peak = 0L;
        while (!program.WaitForExit(TimeSpan.FromMilliseconds(10)))
        {
            try
            {
                program.Refresh();
                peak = Math.Max(peak, program.PeakWorkingSet64);
            }
            catch (InvalidOperationException)
            {
                // It ended a moment ago.
            }
        }

        await output;
        Assert.Equal(0, program.ExitCode);
        return peak / 1024 / 1024;
    }

    private Task WriteUsersAsync(int count) => File.WriteAllLinesAsync(
        ExportFile,
        Enumerable.Range(0, count).Select(n => Line($"{n:D24}", $"user{n}@example.test", $$"""
            "emailVerified":true,"name":"User {{n}}","fields":{"city":"Köln"},"signInMethods":[{"kind":"password","secret":"{{Hash}}"}]
            """)),
        TestContext.Current.CancellationToken);

    private static string Line(string id, string email, string more = "\"name\":\"Ann\"") => $$"""{"id":"{{id}}","email":"{{email}}",{{more}}}""";

    private static string Hash { get; } = Convert.ToBase64String([1, .. new byte[60]]);

    private static async Task<int> SignInAsync(BackendHost backend, string email) =>
        (await backend.NewCaller().PostAsync("auth/signin-email", new { email, password = Password })).Status;
}
