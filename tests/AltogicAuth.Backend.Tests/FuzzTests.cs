using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AltogicAuth.Backend.Tests;

/// <summary>Seeded random JSON for every endpoint: no 5xx, and every error in the form of the contract.</summary>
public sealed partial class FuzzTests
{
    private const int Rounds = 40;
    private const int RoundsPerOwner = 10;
    private const int Seed = 20_240_601;

    private static readonly string[] Words =
    [
        "", " ", "\0", "x", "é", "👩‍🚀", "root", "mine", "a.png", "users", "books", "books.cover", "users.email", ".", "..", "ann@example.test",
        "secret phrase", "this.fileName == 'a.png'", "this.", "'", "a == 1e400", "((a == 1)", "a.b.c != null || d >= '\\''", "magic-link", "0123456789abcdef01234567", "\r\nX: y", "%00", new('x', 3_000),
    ];

    private static readonly string[] Types =
    [
        "application/json", "application/json; charset=utf-16", "multipart/form-data; boundary=x", "multipart/form-data",
        "application/x-www-form-urlencoded", "text/plain", "/", "image/é",
    ];

    [Fact]
    public async Task Random_JSON_causes_no_server_error()
    {
        await using var backend = await BackendHost.StartAsync();
        var random = new Random(Seed);
        var successes = 0;
        foreach (var (method, path) in backend.Endpoints)
        {
            var (ann, valid, words) = await NewOwnerAsync(backend);
            for (var round = 1; round <= Rounds; round++)
            {
                // What was signed out or deleted is there again.
                if (round % RoundsPerOwner == 0)
                {
                    (ann, valid, words) = await NewOwnerAsync(backend);
                }

                var target = $"/e:local{Parameter().Replace(path, _ => Uri.EscapeDataString(Pick(random, words).Replace("\0", "")))}?{Query(random, words)}";
                var response = await ann.SendAsync(new HttpMethod(method), target, method == "POST" ? Body(random, words, valid) : null);

                Assert.True(response.Status < 500, $"{method} {target}: {response.Status}");
                if (response.Status < 400)
                {
                    successes++;
                    continue;
                }

                response.AssertErrorForm();
            }
        }

        Assert.True(successes > Rounds, "Hardly anything came through to be tried.");
    }

    /// <summary>A user with a book, a bucket and a file; a body that is right for every call; and words, these among them.</summary>
    private static async Task<(Caller Ann, string Valid, string[] Words)> NewOwnerAsync(BackendHost backend)
    {
        const string password = "secret phrase";
        var (ann, email, me, token) = await backend.NewUserAsync();
        var id = (string)(await ann.PostAsync("db/object/create", new { model = "books", values = new { pages = 1 } })).Json!["_id"]!;
        var bucket = (string)(await ann.PostAsync("storage/create-bucket", new { name = $"bucket of {email}" })).Json!["_id"]!;
        var file = (await ann.UploadAsync("a.png", [1], "image/png", bucket: bucket)).Json!;
        var fileUrl = (string)file["publicPath"]!;
        var (_, phone, _) = await backend.NewPhoneUserAsync();
        var valid = new
        {
            email = "ann{n}@example.test",
            password,
            nameOrUserData = new { name = "Ann" },
            name = "new {n}",
            newPassword = password,
            oldPassword = password,
            currentPassword = password,
            newEmail = "bob{n}@example.test",
            phone = "+1{n}",
            newPhone = "+2{n}",
            token,
            model = "books",
            id,
            parentId = id,
            values = new { pages = 1 },
            updates = new[] { new { field = "pages", updateType = "multiply", value = 3 } },
            options = new { limit = 1, sort = new { field = "size" } },
            bucket,
            file = "a.png",
            newName = "renamed {n}",
            isPublic = true,
            tags = new[] { "x" },
            includeFiles = true,
            fileNamesOrIds = new[] { "a.png" },
            fileUrl,
            expression = "this.fileName == 'a.png'",
            bucketNameOrId = "root",
            duplicateName = "b.png",
            detailed = true,
            query = new
            {
                expression = "this.pages > 0 && (_id != 'x' || draft == null)",
                page = 1,
                limit = 5,
                sort = new[] { new { field = "pages", direction = "desc" } },
                omit = new[] { "createdAt" },
            },
            returnCountInfo = true,
        };
        return (ann, JsonSerializer.Serialize(valid), [.. Words, email, phone, me, token, id, bucket, (string)file["_id"]!, fileUrl]);
    }

    private static string Query(Random random, string[] words) => string.Join('&', ((string[])["email", "phone", "code", "key", "action", "bucket", "file", "fileName", "attachment"])
        .Where(_ => random.Next(4) != 0)
        .Select(name => $"{name}={(random.Next(20) == 0 ? "%ED%A0%80%FF" : Uri.EscapeDataString(Pick(random, words)))}")
        .Append($"options={Uri.EscapeDataString(Node(random, words, 2)?.ToJsonString() ?? "null")}"));

    private static HttpContent Body(Random random, string[] words, string valid)
    {
        var type = random.Next(4) != 0 ? Types[0] : Pick(random, Types);
        // {n} is something new.
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(type.StartsWith("multipart", StringComparison.Ordinal)
            ? $"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{Pick(random, words)}\"\r\nContent-Type: {Pick(random, Types)}\r\n\r\n1\r\n--x--"
            : Spoil(random, words, JsonNode.Parse(valid.Replace("{n}", $"{random.Next()}")))?.ToJsonString() ?? "null"));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }

    private static JsonNode? Spoil(Random random, string[] words, JsonNode? node) => random.Next(10) == 0 ? Node(random, words, 2) : node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Spoil(random, words, member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(item => Spoil(random, words, item))]),
        _ => node?.DeepClone(),
    };

    private static JsonNode? Node(Random random, string[] words, int depth) => random.Next(depth == 0 ? 9 : 12) switch
    {
        0 => null,
        1 => random.Next(2) == 0,
        2 => random.Next(-2, 3),
        3 => JsonNode.Parse(Pick(random, ["1e308", "1e999", "-0", "0.5", "79228162514264337593543950335", "2147483648"])),
        < 9 => Pick(random, words),
        9 => new JsonArray([.. Enumerable.Range(0, random.Next(3)).Select(_ => Node(random, words, depth - 1))]),
        _ => new JsonObject(((string[])["name", "sort", "limit", "page", "returnCountInfo", "contentType", "createBucket", "isPublic", "tags", "field"])
            .Where(_ => random.Next(2) == 0).Select(member => KeyValuePair.Create(member, Node(random, words, depth - 1)))),
    };

    private static string Pick(Random random, string[] words) => words[random.Next(words.Length)];

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
