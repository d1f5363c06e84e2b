using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AltogicAuth.Backend.Tests;

/// <summary>A database of the first version, which stored addresses trimmed and in lower case only.</summary>
[Trait("Database", "Sqlite")]
public sealed class EmailUpgradeTests : IDisposable
{
    private static readonly PasswordHasher<StoredUser> Hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = 10 }));

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("altogic-backend-upgrade-");

    [Fact]
    public async Task User_of_another_spelling_gets_the_canonical_address()
    {
        Store(new("1", "ann@bücher.example", "first phrase"), new("2", "bob@example.test", "second phrase"));
        await using var backend = await BackendHost.StartAsync(_data);

        foreach (var spelling in (string[])["ann@bücher.example", "ann@xn--bcher-kva.example"])
        {
            var signIn = await SignInAsync(backend, spelling, "first phrase");
            Assert.Equal(("1", "ann@xn--bcher-kva.example"), ((string?)signIn.Json!["user"]!["_id"], (string?)signIn.Json["user"]!["email"]));
        }

        Assert.Equal(200, (await SignInAsync(backend, "bob@example.test", "second phrase")).Status);
        Assert.DoesNotContain(backend.Log.Lines, line => line.Text.Contains("same mailbox"));
    }

    [Fact]
    public async Task Older_verified_user_keeps_a_shared_address()
    {
        Store(
            new("1", "ann@bücher.example\u200B", "unverified phrase", SignedUp: 2024, IsVerified: false),
            new("2", "ann@xn--bcher-kva.example", "newer phrase", SignedUp: 2026),
            new("3", "ann@bücher.example", "older phrase", SignedUp: 2025));
        // A user who never confirmed the address is deleted where that has to be done.
        await using var backend = await BackendHost.StartAsync(_data, settings: ("EmailConfirmation", "false"));

        var signIn = await SignInAsync(backend, "ann@xn--bcher-kva.example", "older phrase");

        Assert.Equal("3", (string?)signIn.Json!["user"]!["_id"]);
        Assert.Equal(
            [["1", "ann@bücher.example\u200B"], ["2", "2@duplicate.invalid"], ["3", "ann@xn--bcher-kva.example"]],
            backend.Sql("select id, email from users where length(id) = 1 order by id"));
        var warnings = backend.Log.Lines.Where(line => line.Level == LogLevel.Warning && line.Text.Contains("same mailbox")).Select(line => line.Text).ToList();
        Assert.Equal(2, warnings.Count);
        Assert.All(warnings, text => Assert.DoesNotContain("@", text));
    }

    [Fact]
    public async Task The_other_user_keeps_name_and_password_under_the_former_spelling()
    {
        Store(
            new("1", "ann@xn--bcher-kva.example", "older phrase", SignedUp: 2024),
            new("2", "ann@bücher.example", "newer phrase", SignedUp: 2025));
        await using var backend = await BackendHost.StartAsync(_data);

        var signIn = await SignInAsync(backend, "ann@bücher.example", "newer phrase");

        Assert.Equal(("2", "User 2"), ((string?)signIn.Json!["user"]!["_id"], (string?)signIn.Json["user"]!["name"]));
        Assert.Equal("email_not_unique", (await backend.NewCaller().PostAsync("auth/signup-email", new { email = "ann@bücher.example", password = "third phrase" })).Code);
    }

    [Fact]
    public async Task The_upgrade_is_made_once()
    {
        Store(new("1", "ann@xn--bcher-kva.example", "older phrase"), new("2", "ann@bücher.example", "newer phrase"));
        await using (await BackendHost.StartAsync(_data))
        {
        }

        await using var backend = await BackendHost.StartAsync(_data);

        Assert.DoesNotContain(backend.Log.Lines, line => line.Text.Contains("same mailbox"));
    }

    public void Dispose() => _data.Delete(recursive: true);

    private static Task<ApiResult> SignInAsync(BackendHost backend, string email, string password) =>
        backend.NewCaller().PostAsync("auth/signin-email", new { email, password });

    private void Store(params StoredUser[] users)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_data.FullName, "backend.db")};Pooling=False");
        connection.Open();
        using var create = connection.CreateCommand();
        create.CommandText = "create table users (id text primary key, email text not null unique, password_hash text, fields text not null)";
        create.ExecuteNonQuery();
        foreach (var user in users)
        {
            using var insert = connection.CreateCommand();
            insert.CommandText = "insert into users values ($id, $email, $hash, $fields)";
            insert.Parameters.AddWithValue("$id", user.Id);
            insert.Parameters.AddWithValue("$email", user.Email);
            insert.Parameters.AddWithValue("$hash", Hasher.HashPassword(user, user.Password));
            insert.Parameters.AddWithValue("$fields", $$"""
                {"_id":"{{user.Id}}","provider":"altogic","email":"{{user.Email}}","emailVerified":{{(user.IsVerified ? "true" : "false")}},
                 "name":"User {{user.Id}}","signUpAt":"{{user.SignedUp}}-01-01T00:00:00.000Z"}
                """);
            insert.ExecuteNonQuery();
        }
    }

    private sealed record StoredUser(string Id, string Email, string Password, int SignedUp = 2025, bool IsVerified = true);
}
