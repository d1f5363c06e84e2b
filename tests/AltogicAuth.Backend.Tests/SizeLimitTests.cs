using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace AltogicAuth.Backend.Tests;

/// <summary>How much a sign-up and a call of storage or of objects may bring: each limit, and the most that passes.</summary>
public sealed class SizeLimitTests(SizeLimitTests.SignedIn signedIn) : IClassFixture<SizeLimitTests.SignedIn>
{
    private const int MaxText = 10_000;
    private const int MaxItems = 1_000;

    [Fact]
    public async Task Every_call_rejects_too_long_texts_and_lists()
    {
        var calls = signedIn.Backend.Endpoints.Where(endpoint => endpoint.Method == "POST")
            .Select(endpoint => endpoint.Path.Replace("/_api/rest/v1/", ""))
            .Where(path => path.StartsWith("storage/", StringComparison.Ordinal) || path.StartsWith("db/", StringComparison.Ordinal))
            .Where(path => !path.Contains("upload", StringComparison.Ordinal) && !path.Contains("replace", StringComparison.Ordinal));
        foreach (var path in calls)
        {
            var text = await signedIn.Ann.PostAsync(path, new { deep = new[] { new { text = new string('x', MaxText + 1) } } });
            var list = await signedIn.Ann.PostAsync(path, new { deep = new[] { new { list = new int[MaxItems + 1] } } });

            Assert.All([text, list], response => Assert.Equal((400, "validation_error", "deep"), (response.Status, response.Code, Param(response))));
            text.AssertErrorForm();
        }
    }

    [Fact]
    public async Task Sign_up_rejects_too_long_texts_and_records()
    {
        var caller = signedIn.Backend.NewCaller();
        var text = await SignUpAsync(new { name = new string('x', MaxText + 1) });
        var record = await SignUpAsync(Enumerable.Range(0, 30).ToDictionary(i => $"field{i}", _ => new string('x', MaxText)));

        Assert.All([text, record], response => Assert.Equal((400, "validation_error", "nameOrUserData"), (response.Status, response.Code, Param(response))));

        Task<ApiResult> SignUpAsync(object nameOrUserData) =>
            caller.PostAsync("auth/signup-email", new { email = "long@corp.example", password = "secret phrase", nameOrUserData });
    }

    [Theory]
    [InlineData(19, 200)]
    [InlineData(20, 200)]
    [InlineData(21, 400)]
    [InlineData(500, 400)]
    public async Task An_expression_has_at_most_20_terms(int terms, int status)
    {
        var expression = string.Join(" && ", Enumerable.Repeat("this.a == 'b'", terms));
        foreach (var path in (string[])["storage/search-files", "storage/list-buckets", "storage/bucket/list-files"])
        {
            var response = await signedIn.Ann.PostAsync(path, new { bucket = "root", expression });

            Assert.Equal((status, status == 200 ? null : "expression"), (response.Status, Param(response)));
        }
    }

    [Theory]
    [InlineData(1, 200)]
    [InlineData(100, 200)]
    [InlineData(101, 400)]
    [InlineData(0, 400)]
    [InlineData(int.MaxValue, 400)]
    public async Task A_page_has_1_to_100_rows(int limit, int status)
    {
        foreach (var path in (string[])["storage/search-files", "storage/list-buckets", "storage/bucket/list-files"])
        {
            var response = await signedIn.Ann.PostAsync(path, new { bucket = "root", options = new { limit } });

            Assert.Equal((status, status == 200 ? null : "limit"), (response.Status, Param(response)));
        }
    }

    [Theory]
    [InlineData(100, 90, 200)]
    [InlineData(1, 100, 200)]
    [InlineData(101, 1, 400)]
    [InlineData(1, 101, 400)]
    public async Task There_are_at_most_100_tags_of_100_characters(int count, int length, int status)
    {
        var (bucket, file) = await signedIn.NewFileAsync();
        var tags = Enumerable.Range(0, count).Select(n => $"{n}".PadLeft(length, 'x')).ToArray();
        var options = Uri.EscapeDataString(new JsonObject { ["tags"] = new JsonArray([.. tags.Select(tag => (JsonNode)tag)]) }.ToJsonString());

        ApiResult[] results =
        [
            await signedIn.Ann.PostAsync("storage/create-bucket", new { name = $"{Guid.NewGuid()}", tags }),
            await signedIn.Ann.PostAsync("storage/bucket/add-tags", new { bucket, tags }),
            await signedIn.Ann.PostAsync("storage/bucket/update", new { bucket, newName = bucket, tags }),
            await signedIn.Ann.PostAsync("storage/bucket/file/add-tags", new { bucket, file, tags }),
            await signedIn.Ann.PostAsync("storage/bucket/file/update", new { bucket, file, newName = file, tags }),
            await signedIn.Ann.UploadAsync("b.txt", [1], "text/plain", $"&options={options}", bucket),
        ];

        Assert.All(results, response => Assert.Equal((status, status == 200 ? null : "tags"), (response.Status, Param(response))));
    }

    [Fact]
    public async Task Tags_added_one_by_one_are_limited_to_100()
    {
        var (bucket, file) = await signedIn.NewFileAsync();
        Task<ApiResult> AddAsync(params string[] tags) => signedIn.Ann.PostAsync("storage/bucket/file/add-tags", new { bucket, file, tags });
        await AddAsync([.. Enumerable.Range(0, 99).Select(n => $"{n}")]);

        Assert.Equal(200, (await AddAsync("last")).Status);
        Assert.Equal(200, (await AddAsync("last")).Status);
        Assert.Equal("tags", Param(await AddAsync("one more")));
    }

    [Theory]
    [InlineData("update")]
    [InlineData("update-fields")]
    [InlineData("set")]
    [InlineData("append")]
    public async Task Object_grows_to_256_kB_at_most(string verb)
    {
        var id = await signedIn.NewBookAsync();
        ApiResult response;
        var calls = 0;
        do
        {
            var name = $"field{calls++}";
            var text = new string('x', MaxText);
            response = await signedIn.Ann.PostAsync($"db/object/{verb}", new
            {
                model = verb switch { "set" => $"books.{name}", "append" => "books.notes", _ => "books" },
                id,
                parentId = id,
                values = new Dictionary<string, string> { [name] = text },
                updates = new[] { new { field = name, updateType = "set", value = text } },
            });
        }
        while (response.Status == 200 && calls < 100);

        Assert.Equal((400, verb == "update-fields" ? "updates" : "values"), (response.Status, Param(response)));
        Assert.InRange((long)signedIn.Backend.Sql($"select cast(length(cast(fields as text)) as bigint) from objects where id = '{id}'")[0][0], 250_000, 262_144);
        Assert.Equal(200, (await signedIn.Ann.PostAsync("db/object/update", new { model = "books", id, values = new { field0 = "short" } })).Status);
    }

    [Theory]
    [InlineData("books")]
    [InlineData("users")]
    public async Task Record_larger_than_256_kB_is_rejected(string model)
    {
        var values = Enumerable.Range(0, 27).ToDictionary(n => $"field{n}", _ => new string('x', MaxText));

        var response = model == "users"
            ? await signedIn.Ann.PostAsync("db/object/update", new { model, id = signedIn.AnnId, values })
            : await signedIn.Ann.PostAsync("db/object/create", new { model, values });

        Assert.Equal((400, "validation_error", "values"), (response.Status, response.Code, Param(response)));
    }

    [Theory]
    [InlineData("update-fields", "value")]
    [InlineData("append", "values")]
    public async Task List_grows_to_1000_items_at_most(string verb, string param)
    {
        var id = await signedIn.NewBookAsync(new { notes = new int[MaxItems - 1] });
        Task<ApiResult> AddAsync() => signedIn.Ann.PostAsync($"db/object/{verb}", new
        {
            model = verb == "append" ? "books.notes" : "books",
            id,
            parentId = id,
            values = new { },
            updates = new[] { new { field = "notes", updateType = "push", value = 1 } },
        });

        Assert.Equal(200, (await AddAsync()).Status);
        Assert.Equal(param, Param(await AddAsync()));
    }

    [Fact]
    public async Task The_options_of_an_upload_have_at_most_10000_characters()
    {
        var options = Uri.EscapeDataString($$"""{"other":"{{new string('x', MaxText)}}"}""");

        Assert.Equal("options", Param(await signedIn.Ann.UploadAsync("a.txt", [1], "text/plain", $"&options={options}")));
        Assert.Equal("options", Param(await signedIn.Ann.SendAsync(
            HttpMethod.Post, $"storage/bucket/file/replace-object?bucket=root&file=a.txt&options={options}", JsonContent.Create("x"))));
    }

    [Fact]
    public async Task File_name_gets_a_random_suffix_after_100_duplicates()
    {
        var (bucket, file) = await signedIn.NewFileAsync();
        for (var n = 1; n <= 100; n++)
        {
            Assert.Equal($"a-{n}.txt", (string?)(await signedIn.Ann.PostAsync("storage/bucket/file/duplicate", new { bucket, file })).Json!["fileName"]);
        }

        Assert.Matches("^a-[0-9a-f]{24}[.]txt$", (string?)(await signedIn.Ann.PostAsync("storage/bucket/file/duplicate", new { bucket, file })).Json!["fileName"]);
    }

    private static string? Param(ApiResult response) => response.Status == 200 ? null : (string?)response.Json?["errors"]?[0]?["details"]?["param"];

    /// <summary>Ann, who has an account.</summary>
    public sealed class SignedIn : IAsyncLifetime
    {
        internal BackendHost Backend { get; private set; } = null!;

        internal Caller Ann { get; private set; } = null!;

        internal string AnnId { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            Backend = await BackendHost.StartAsync();
            (Ann, _, AnnId, _) = await Backend.NewUserAsync();
        }

        public ValueTask DisposeAsync() => Backend.DisposeAsync();

        internal async Task<(string Bucket, string File)> NewFileAsync()
        {
            var bucket = $"{Guid.NewGuid()}";
            await Ann.PostAsync("storage/create-bucket", new { name = bucket });
            await Ann.UploadAsync("a.txt", [1], "text/plain", bucket: bucket);
            return (bucket, "a.txt");
        }

        internal async Task<string> NewBookAsync(object? values = null) =>
            (string)(await Ann.PostAsync("db/object/create", new { model = "books", values = values ?? new { } })).Json!["_id"]!;
    }
}
