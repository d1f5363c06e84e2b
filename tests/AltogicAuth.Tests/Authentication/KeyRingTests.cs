using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AltogicAuth.Tests.App;
using AltogicAuth.Tests.Shared;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;

namespace AltogicAuth.Tests.Authentication;

public sealed class KeyRingTests
{
    [Fact]
    public async Task Key_rotation_keeps_sessions()
    {
        await using var app = new TestApp();
        var (early, user) = await app.NewLoggedInAsync();

        var late = await LogInWithNewKeyAsync(app, user);

        Assert.Equal(HttpStatusCode.OK, (await early.OpenAsync("/profile")).Status);
        Assert.Equal(HttpStatusCode.OK, (await late.OpenAsync("/profile")).Status);
    }

    [Fact]
    public async Task Key_revocation_ends_only_the_sessions_of_that_key()
    {
        await using var app = new TestApp();
        var (early, user) = await app.NewLoggedInAsync();
        var late = await LogInWithNewKeyAsync(app, user);

        app.Services.GetRequiredService<IKeyManager>().RevokeKey(KeyOf(early), "test");
        await Eventually.HappensAsync("the early session ends", async () => (await early.OpenAsync("/profile")).Location is not null);

        Assert.Equal(HttpStatusCode.OK, (await late.OpenAsync("/profile")).Status);
    }

    [Fact]
    public async Task Lost_key_ring_signs_all_users_out_without_an_error()
    {
        var data = Directory.CreateTempSubdirectory("altogic-auth-ring-");
        try
        {
            string cookie;
            await using (var before = new TestApp { DataDirectory = data })
            {
                cookie = (await before.NewLoggedInAsync()).Visitor.Cookie("__Host-session")!;
            }

            Directory.Delete(Path.Combine(data.FullName, "keys"), recursive: true);
            await using var after = new TestApp { DataDirectory = data };
            var visitor = after.NewVisitor();
            visitor.Headers.Add("Cookie", $"__Host-session={cookie}; __Host-antiforgery={cookie}");

            Assert.Equal("/login?returnUrl=%2Fprofile", (await visitor.OpenAsync("/profile")).Location);
            Assert.Equal(HttpStatusCode.OK, (await visitor.OpenAsync("/login")).Status);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Keys_are_encrypted_and_read_with_current_and_former_certificate()
    {
        var data = Directory.CreateTempSubdirectory("altogic-auth-cert-");
        try
        {
            var (first, second) = (NewCertificate(data, "first"), NewCertificate(data, "second"));
            string cookie;
            await using (var before = new TestApp { DataDirectory = data, Settings = { ["DataProtection:Certificate:Path"] = first, ["DataProtection:Certificate:Password"] = "pfx" } })
            {
                cookie = (await before.NewLoggedInAsync()).Visitor.Cookie("__Host-session")!;
            }

            var key = Directory.GetFiles(Path.Combine(data.FullName, "keys"), "key-*.xml").Single();
            Assert.Contains("EncryptedData", await File.ReadAllTextAsync(key));
            Assert.DoesNotContain("<masterKey", await File.ReadAllTextAsync(key));

            await using var after = new TestApp
            {
                DataDirectory = data,
                Settings =
                {
                    ["DataProtection:Certificate:Path"] = second, ["DataProtection:Certificate:Password"] = "pfx",
                    ["DataProtection:FormerCertificate:Path"] = first, ["DataProtection:FormerCertificate:Password"] = "pfx",
                },
            };
            var visitor = after.NewVisitor();
            visitor.SetCookie("__Host-session", cookie);
            Assert.Equal(HttpStatusCode.OK, (await visitor.OpenAsync("/profile")).Status);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Two_nodes_on_one_PostgreSQL_share_the_keys()
    {
        var database = PostgreSqlServer.Shared.NewDatabase();
        await using (var first = NewNode())
        await using (var second = NewNode())
        {
            var cookie = (await first.NewLoggedInAsync()).Visitor.Cookie("__Host-session")!;
            var visitor = second.NewVisitor();
            visitor.SetCookie("__Host-session", cookie);

            Assert.Equal(HttpStatusCode.OK, (await visitor.OpenAsync("/profile")).Status);
            Assert.False(Directory.Exists(Path.Combine(first.DataDirectory.FullName, "keys")));
        }

        PostgreSqlServer.Shared.Drop(database);

        TestApp NewNode() => new()
        {
            Settings =
            {
                ["Backend:Database:Provider"] = "PostgreSql", ["Backend:Database:ConnectionString"] = database, ["Backend:Database:MigrateAtStart"] = "true",
                ["Backend:EncryptionKey"] = Convert.ToBase64String(new byte[32]), ["DataProtection:KeysIn"] = "",
            },
        };
    }

    [Fact]
    public async Task Lost_keys_in_the_database_sign_all_users_out()
    {
        var data = Directory.CreateTempSubdirectory("altogic-auth-ring-");
        try
        {
            string cookie;
            await using (var before = NewAppWithKeysInDatabase(data))
            {
                cookie = (await before.NewLoggedInAsync()).Visitor.Cookie("__Host-session")!;
            }

            TestDatabase.Query(Path.Combine(data.FullName, "backend"), "delete from key_ring");
            await using var after = NewAppWithKeysInDatabase(data);
            var visitor = after.NewVisitor();
            visitor.Headers.Add("Cookie", $"__Host-session={cookie}; __Host-antiforgery={cookie}");

            Assert.Equal("/login?returnUrl=%2Fprofile", (await visitor.OpenAsync("/profile")).Location);
            Assert.Equal(HttpStatusCode.OK, (await visitor.OpenAsync("/login")).Status);
        }
        finally
        {
            TestDatabase.Delete(Path.Combine(data.FullName, "backend"));
            data.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Keys_in_the_database_are_encrypted_by_the_certificate()
    {
        var data = Directory.CreateTempSubdirectory("altogic-auth-cert-");
        try
        {
            var certificate = NewCertificate(data, "first");
            await using var app = NewAppWithKeysInDatabase(data);
            (app.Settings["DataProtection:Certificate:Path"], app.Settings["DataProtection:Certificate:Password"]) = (certificate, "pfx");
            await app.NewLoggedInAsync();

            var element = (string)TestDatabase.Query(Path.Combine(data.FullName, "backend"), "select element from key_ring").Single()[0];

            Assert.Contains("EncryptedData", element);
            Assert.DoesNotContain("<masterKey", element);
        }
        finally
        {
            TestDatabase.Delete(Path.Combine(data.FullName, "backend"));
            data.Delete(recursive: true);
        }
    }

    private static TestApp NewAppWithKeysInDatabase(DirectoryInfo data) =>
        new() { DataDirectory = data, Settings = { ["DataProtection:KeysIn"] = "Database" } };

    private static async Task<Visitor> LogInWithNewKeyAsync(TestApp app, TestUser user)
    {
        var keys = app.Services.GetRequiredService<IKeyManager>();
        var first = keys.GetAllKeys().Single();
        keys.CreateNewKey(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(90));
        // The ring is read again after the first request that finds it outdated.
        return await Eventually.FindAsync("a session of the new key", async () =>
        {
            var visitor = app.NewVisitor();
            await visitor.LogInAsync(user);
            return KeyOf(visitor) == first.KeyId ? null : visitor;
        });
    }

    // The id of the key follows four magic bytes.
    private static Guid KeyOf(Visitor visitor)
    {
        var bytes = Microsoft.AspNetCore.WebUtilities.WebEncoders.Base64UrlDecode(visitor.Cookie("__Host-session")!);
        return new Guid(bytes.AsSpan(4, 16));
    }

    internal static string NewCertificate(DirectoryInfo directory, string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        var path = Path.Combine(directory.FullName, $"{name}.pfx");
        File.WriteAllBytes(path, certificate.Export(X509ContentType.Pkcs12, "pfx"));
        return path;
    }
}
