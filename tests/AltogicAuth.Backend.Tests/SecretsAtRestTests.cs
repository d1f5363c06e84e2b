using System.Buffers.Binary;
using System.Text;
using System.Web;
using AltogicAuth.Backend.Data;
using AltogicAuth.Tests.Shared;
using Microsoft.AspNetCore.Cryptography.KeyDerivation;
using Microsoft.Extensions.DependencyInjection;

namespace AltogicAuth.Backend.Tests;

/// <summary>What the database keeps of secrets.</summary>
public sealed class SecretsAtRestTests
{
    private const int AlgorithmAt = 1;
    private const int IterationsAt = 5;

    [Theory]
    [InlineData("magic-link", "send-magic")]
    [InlineData("reset-pwd", "send-reset")]
    public async Task One_time_tokens_are_stored_as_hashes(string action, string call)
    {
        await using var backend = await BackendHost.StartAsync();
        var (ann, email, _, _) = await backend.NewUserAsync();
        await ann.PostAsync($"auth/{call}?email={email}");
        var link = new Uri((string)(await ann.MailsAsync(email))[0]["link"]!);
        var linkToken = HttpUtility.ParseQueryString(link.Query)["key"]!;

        Assert.DoesNotContain(linkToken, Assert.Single(backend.Sql("select * from links")));
        var accessToken = await ann.AccessTokenAsync(email, action);
        Assert.DoesNotContain(accessToken, Assert.Single(backend.Sql("select * from links")));
        // The mailbox shows the link, and has it encrypted.
        Assert.DoesNotContain(linkToken, await FilesOfAsync(backend));
        Assert.DoesNotContain(accessToken, await FilesOfAsync(backend));
    }

    [Fact]
    public async Task Session_tokens_are_not_in_the_database()
    {
        await using var backend = await BackendHost.StartAsync();
        var (ann, _, _, token) = await backend.NewUserAsync();

        var stored = Assert.Single(backend.Sql("select token_hash, token from sessions")).Cast<byte[]>().ToList();

        Assert.Equal(token, (string?)Assert.Single((await ann.GetAsync("auth/sessions")).Json!.AsArray())!["token"]);
        Assert.All(stored, bytes => Assert.DoesNotContain(token, Encoding.Latin1.GetString(bytes)));
        Assert.All(stored, bytes => Assert.DoesNotContain(Convert.ToHexString(System.Buffers.Text.Base64Url.DecodeFromChars(token)), Convert.ToHexString(bytes)));
        Assert.DoesNotContain(token, await FilesOfAsync(backend));
    }

    [Fact]
    public async Task Session_tokens_are_encrypted_by_many_threads_at_once()
    {
        await using var backend = await BackendHost.StartAsync();
        var tokens = backend.Services.GetRequiredService<SessionTokens>();

        Parallel.For(0, 20_000, _ =>
        {
            var token = SessionTokens.New();
            Assert.Equal(token, tokens.Decrypt(tokens.Encrypt(token)));
        });
    }

    [Fact]
    public async Task Password_iterations_follow_the_setting()
    {
        await using var backend = await BackendHost.StartAsync(settings: [("PasswordIterations", "1234")]);
        var (_, _, id, _) = await backend.NewUserAsync();

        var hash = Convert.FromBase64String((string)Assert.Single(backend.Sql($"select secret from sign_in_methods where user_id = '{id}'"))[0]);

        Assert.Equal(1_234u, BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(IterationsAt)));
        Assert.DoesNotContain("secret phrase", await FilesOfAsync(backend));
    }

    [Fact]
    public async Task Passwords_are_hashed_with_hmac_sha512_and_210_000_iterations()
    {
        await using var backend = await BackendHost.StartAsync(settings: [("PasswordIterations", $"{new BackendOptions().PasswordIterations}")]);
        var (_, _, id, _) = await backend.NewUserAsync();

        var hash = Convert.FromBase64String((string)Assert.Single(backend.Sql($"select secret from sign_in_methods where user_id = '{id}'"))[0]);

        Assert.Equal((uint)KeyDerivationPrf.HMACSHA512, BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(AlgorithmAt)));
        Assert.Equal(210_000u, BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(IterationsAt)));
    }

    [Fact]
    public async Task Concurrent_calls_encrypt_and_decrypt_their_own_texts()
    {
        await using var backend = await BackendHost.StartAsync();
        var cipher = new TextCipher(backend.Services.GetRequiredService<BackendKey>(), "a test");

        Parallel.For(0, 2_000, i =>
        {
            var text = new string((char)('a' + (i % 26)), 10_000);
            Assert.Equal(text, cipher.Decrypt(cipher.Encrypt(text)));
        });
    }

    /// <summary>The database and its journal, a byte a character.</summary>
    private static async Task<string> FilesOfAsync(BackendHost backend)
    {
        var text = new StringBuilder();
        foreach (var file in backend.Data.GetFiles("backend.db*"))
        {
            await using var content = file.Open(FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            text.Append(await new StreamReader(content, Encoding.Latin1).ReadToEndAsync());
        }

        return text.ToString();
    }

    [Fact]
    public async Task Concurrent_sign_ins_succeed_while_the_password_is_hashed_again()
    {
        var data = Directory.CreateTempSubdirectory("altogic-backend-cost-");
        try
        {
            string email;
            await using (var earlier = await BackendHost.StartAsync(data, settings: [("PasswordIterations", "10")]))
            {
                (_, email, _, _) = await earlier.NewUserAsync();
            }

            await using var backend = await BackendHost.StartAsync(data, settings: [("PasswordIterations", "20"), ("PasswordWorkers", "8")]);
            var signIns = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
                backend.NewCaller().PostAsync("auth/signin-email", new { email, password = "secret phrase" })));

            Assert.All(signIns, signIn => Assert.Equal(200, signIn.Status));
        }
        finally
        {
            TestDatabase.Delete(data.FullName);
            data.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("10", "20", true)]
    [InlineData("20", "20", false)]
    [InlineData("20", "10", false)]
    public async Task Sign_in_hashes_the_password_again_when_the_cost_has_risen(string before, string after, bool isHashedAgain)
    {
        var data = Directory.CreateTempSubdirectory("altogic-backend-cost-");
        try
        {
            string email;
            await using (var earlier = await BackendHost.StartAsync(data, settings: [("PasswordIterations", before)]))
            {
                (_, email, _, _) = await earlier.NewUserAsync();
            }

            await using var backend = await BackendHost.StartAsync(data, settings: [("PasswordIterations", after)]);
            string Hash() => (string)backend.Sql($"select m.secret from sign_in_methods m join users u on u.id = m.user_id where u.email = '{email}'").Single()[0];
            var first = Hash();

            var wrong = await backend.NewCaller().PostAsync("auth/signin-email", new { email, password = "another phrase" });
            Assert.Equal((401, first), (wrong.Status, Hash()));

            var credentials = new { email, password = "secret phrase" };
            Assert.Equal(200, (await backend.NewCaller().PostAsync("auth/signin-email", credentials)).Status);
            Assert.Equal(isHashedAgain, Hash() != first);
            Assert.Equal(200, (await backend.NewCaller().PostAsync("auth/signin-email", credentials)).Status);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }
}
