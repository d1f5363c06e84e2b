using System.Net.Http.Json;

namespace AltogicAuth.Backend.Tests;

/// <summary>Every call of storage, of objects and of queries, made by a user to whom nothing belongs of what it names.</summary>
public sealed class OwnershipTests(OwnershipTests.TwoUsers users) : IClassFixture<OwnershipTests.TwoUsers>
{
    private const string Nothing = "0123456789abcdef01234567";

    private static readonly string[] FileReads = ["exists", "get", "download", "duplicate", "copy"];

    private static readonly string[] FileChanges =
    [
        "delete", "move", "rename", "make-public", "make-private", "add-tags", "remove-tags", "update", "replace-formdata", "replace-object",
    ];

    private static readonly string[] BucketReads = ["exists", "get", "list-files", "delete-files", "upload-formdata", "upload-object"];

    private static readonly string[] BucketChanges =
        ["empty", "delete", "rename", "make-public", "make-private", "add-tags", "remove-tags", "update"];

    private static readonly string[] ObjectCalls = ["get", "update", "update-fields", "set", "append", "delete"];

    private static readonly string[] QueryReads = ["get-single", "get-list"];

    private static readonly string[] QueryChanges = ["update", "update-fields", "delete"];

    private static readonly string[] QueriesNotAllowed = ["set", "append", "get-random", "compute", "search-text", "fuzzy-search"];

    private static readonly string[] Others =
    [
        "storage/create-bucket", "storage/list-buckets", "storage/search-files", "storage/stats", "storage/delete-file", "db/object/create", "db/create", "db/stats",
    ];

    public static TheoryData<string> CallsOfFiles => [.. Paths("storage/bucket/file", [.. FileReads, .. FileChanges])];

    public static TheoryData<string> ReadsOfFiles => [.. Paths("storage/bucket/file", FileReads)];

    public static TheoryData<string> ChangesOfFiles => [.. Paths("storage/bucket/file", FileChanges)];

    public static TheoryData<string> CallsOfBuckets => [.. Paths("storage/bucket", [.. BucketReads, .. BucketChanges])];

    public static TheoryData<string> ReadsOfBuckets => [.. Paths("storage/bucket", BucketReads)];

    public static TheoryData<string> ChangesOfBuckets => [.. Paths("storage/bucket", BucketChanges)];

    public static TheoryData<string> CallsOfObjects => [.. Paths("db/object", ObjectCalls)];

    public static TheoryData<string> CallsOfQueries => [.. Paths("db", [.. QueryReads, .. QueryChanges, .. QueriesNotAllowed])];

    [Fact]
    public void Every_call_of_storage_and_objects_is_tested_here()
    {
        string[] tested = [.. CallsOfFiles, .. CallsOfBuckets, .. CallsOfObjects, .. CallsOfQueries, .. Others];

        Assert.Equal(tested.Order(), users.Backend.Endpoints.Select(endpoint => endpoint.Path.Replace("/_api/rest/v1/", ""))
            .Where(path => path.StartsWith("storage/", StringComparison.Ordinal) || path.StartsWith("db/", StringComparison.Ordinal)).Order());
    }

    [Theory]
    [MemberData(nameof(CallsOfFiles))]
    public async Task Private_file_of_another_user_does_not_exist(string path)
    {
        var file = await users.AnnStoresAsync(isPublic: false);
        var before = users.OfAnn();

        var missing = await CallAsync(path, "root", Nothing);

        Assert.Equal(missing.Outcome, (await CallAsync(path, "root", file.Name)).Outcome);
        Assert.Equal(missing.Outcome, (await CallAsync(path, "root", file.Id)).Outcome);
        Assert.Equal(before, users.OfAnn());
    }

    [Theory]
    [MemberData(nameof(CallsOfFiles))]
    [MemberData(nameof(CallsOfBuckets))]
    public async Task Private_bucket_of_another_user_does_not_exist(string path)
    {
        var bucket = await users.AnnMakesBucketAsync(isPublic: false);
        var file = await users.AnnStoresAsync(isPublic: true, bucket.Name);
        var before = users.OfAnn();

        var missing = await CallAsync(path, Nothing, file.Name);

        Assert.Equal(missing.Outcome, (await CallAsync(path, bucket.Name, file.Name)).Outcome);
        Assert.Equal(missing.Outcome, (await CallAsync(path, bucket.Id, file.Id)).Outcome);
        Assert.Equal(before, users.OfAnn());
    }

    [Theory]
    [InlineData("copy")]
    [InlineData("move")]
    public async Task No_file_is_put_into_a_private_bucket_of_another_user(string verb)
    {
        var bucket = await users.AnnMakesBucketAsync(isPublic: false);
        await users.Bob.UploadAsync($"{verb}.txt", [1], "text/plain");

        var missing = await CallAsync($"storage/bucket/file/{verb}", "root", $"{verb}.txt", target: Nothing);

        Assert.Equal("bucket_not_found", missing.Code);
        Assert.Equal(missing.Outcome, (await CallAsync($"storage/bucket/file/{verb}", "root", $"{verb}.txt", target: bucket.Name)).Outcome);
        Assert.Empty(users.Backend.Sql($"select * from files where bucket_id = '{bucket.Id}'"));
    }

    [Theory]
    [MemberData(nameof(ReadsOfFiles))]
    public async Task Public_file_of_another_user_is_read(string path)
    {
        var file = await users.AnnStoresAsync(isPublic: true);
        var before = users.OfAnn();

        Assert.Equal(200, (await CallAsync(path, "root", file.Name)).Status);
        Assert.Equal(before, users.OfAnn());
    }

    [Theory]
    [MemberData(nameof(ChangesOfFiles))]
    public async Task Public_file_of_another_user_is_not_changed(string path)
    {
        var file = await users.AnnStoresAsync(isPublic: true);
        var before = users.OfAnn();

        Assert.Equal("not_allowed", (await CallAsync(path, "root", file.Name)).Code);
        Assert.Equal(before, users.OfAnn());
    }

    [Theory]
    [MemberData(nameof(ReadsOfBuckets))]
    public async Task Public_bucket_of_another_user_is_used(string path)
    {
        var bucket = await users.AnnMakesBucketAsync(isPublic: true);
        var file = await users.AnnStoresAsync(isPublic: true, bucket.Name);
        var before = users.OfAnn();

        Assert.Equal(200, (await CallAsync(path, bucket.Name, file.Name)).Status);
        Assert.Equal(before, users.OfAnn());
    }

    [Theory]
    [MemberData(nameof(ChangesOfBuckets))]
    public async Task Public_bucket_of_another_user_is_not_changed(string path)
    {
        var bucket = await users.AnnMakesBucketAsync(isPublic: true);
        var before = users.OfAnn();

        Assert.Equal("not_allowed", (await CallAsync(path, bucket.Name, Nothing)).Code);
        Assert.Equal(before, users.OfAnn());
    }

    [Theory]
    [MemberData(nameof(CallsOfObjects))]
    public async Task Object_of_another_user_does_not_exist(string path)
    {
        var id = (string)(await users.Ann.PostAsync("db/object/create", new { model = "books", values = new { title = "Diary" } })).Json!["_id"]!;
        var before = users.OfAnn();

        var missing = await CallAsync(path, "root", Nothing);

        Assert.Equal(missing.Outcome, (await CallAsync(path, "root", id)).Outcome);
        Assert.Equal(before, users.OfAnn());
        Assert.Equal("Diary", (string?)(await users.Ann.PostAsync("db/object/get", new { model = "books", id })).Json!["title"]);
    }

    [Theory]
    [MemberData(nameof(CallsOfQueries))]
    public async Task Query_does_not_reach_objects_of_another_user(string path)
    {
        var id = (string)(await users.Ann.PostAsync("db/object/create", new { model = "books", values = new { title = "Diary" } })).Json!["_id"]!;
        var before = users.OfAnn();

        var missing = await CallAsync(path, "root", Nothing, expression: $"_id == '{Nothing}'");

        Assert.Equal(missing.Outcome, (await CallAsync(path, "root", id, expression: $"_id == '{id}'")).Outcome);
        Assert.Equal(missing.Outcome, (await CallAsync(path, "root", id, expression: "title == 'Diary'")).Outcome);
        Assert.Equal(before, users.OfAnn());
    }

    [Fact]
    public async Task Private_file_of_another_user_is_not_deleted_by_its_address()
    {
        var open = await users.AnnStoresAsync(isPublic: true);
        var secret = await users.AnnStoresAsync(isPublic: false);
        Task<ApiResult> DeleteAsync(string fileUrl) => users.Bob.PostAsync("storage/delete-file", new { fileUrl });

        var missing = await DeleteAsync(Nothing);

        Assert.Equal("invalid_file_identifier", missing.Code);
        Assert.Equal(missing.Outcome, (await DeleteAsync(secret.Id)).Outcome);
        Assert.Equal(missing.Outcome, (await DeleteAsync(open.Address.Replace(open.Id, secret.Id))).Outcome);
        Assert.Equal("not_allowed", (await DeleteAsync(open.Address)).Code);
    }

    [Fact]
    public async Task Lists_and_counts_have_only_what_is_the_callers()
    {
        await using var own = new TwoUsers();
        await own.InitializeAsync();
        await own.AnnMakesBucketAsync(isPublic: false);
        var closed = await own.AnnMakesBucketAsync(isPublic: false);
        var open = await own.AnnMakesBucketAsync(isPublic: true);
        await own.AnnStoresAsync(isPublic: true, closed.Name);
        await own.AnnStoresAsync(isPublic: false, open.Name);
        await own.AnnStoresAsync(isPublic: true, open.Name);
        var bobs = (string)(await own.Bob.UploadAsync("bob.txt", [1], "text/plain", bucket: open.Name)).Json!["fileName"]!;

        var buckets = (await own.Bob.PostAsync("storage/list-buckets", new { })).Json!.AsArray();
        var found = (await own.Bob.PostAsync("storage/search-files", new { })).Json!.AsArray();
        var listed = (await own.Bob.PostAsync("storage/bucket/list-files", new { bucket = open.Name })).Json!.AsArray();
        var stats = (await own.Bob.GetAsync("storage/stats")).Json!;
        var bucketStats = (await own.Bob.PostAsync("storage/bucket/get", new { bucket = open.Name, detailed = true })).Json!["stats"]!;

        Assert.Equal(["root", open.Name], buckets.Select(bucket => (string)bucket!["name"]!));
        Assert.Equal([bobs], found.Select(file => (string)file!["fileName"]!));
        Assert.Equal([bobs], listed.Select(file => (string)file!["fileName"]!));
        Assert.Equal((1, 2, 1), ((int)stats["objectsCount"]!, (int)stats["bucketsCount"]!, (int)stats["totalStorageSize"]!));
        Assert.Equal((1, 1), ((int)bucketStats["objectsCount"]!, (int)bucketStats["totalStorageSize"]!));
        Assert.Equal(3, (int)(await own.Ann.GetAsync("storage/stats")).Json!["objectsCount"]!);
    }

    [Fact]
    public async Task Own_files_stay_reachable_in_a_bucket_that_becomes_private()
    {
        var bucket = await users.AnnMakesBucketAsync(isPublic: true);
        await users.Bob.UploadAsync("bob.txt", [1], "text/plain", bucket: bucket.Name);
        await users.Ann.PostAsync("storage/bucket/make-private", new { bucket = bucket.Name });

        Assert.Equal("not_allowed", (await users.Ann.PostAsync("storage/bucket/delete", new { bucket = bucket.Name })).Code);
        Assert.Equal("bucket_not_found", (await users.Bob.UploadAsync("more.txt", [1], "text/plain", bucket: bucket.Name)).Code);
        Assert.Equal(200, (await users.Bob.PostAsync("storage/bucket/file/delete", new { bucket = bucket.Name, file = "bob.txt" })).Status);
        Assert.Equal("bucket_not_found", (await users.Bob.PostAsync("storage/bucket/get", new { bucket = bucket.Name })).Code);
        Assert.Equal(200, (await users.Ann.PostAsync("storage/bucket/delete", new { bucket = bucket.Name })).Status);
    }

    [Fact]
    public async Task Values_cannot_set_id_parent_time_or_owner()
    {
        var values = new { _id = Nothing, _parent = Nothing, createdAt = "x", updatedAt = "x", user_id = users.AnnId, userId = users.AnnId, title = "Notes" };

        var created = (await users.Bob.PostAsync("db/object/create", new { model = "books", values })).Json!;
        var added = (await users.Bob.PostAsync("db/object/set", new { model = "books.cover", parentId = (string)created["_id"]!, values })).Json!;
        var updated = await users.Bob.PostAsync("db/object/update", new { model = "books", id = (string)created["_id"]!, values });

        Assert.All([created, added], item =>
        {
            Assert.NotEqual(Nothing, (string?)item["_id"]);
            Assert.NotEqual(Nothing, (string?)item["_parent"]);
            Assert.NotEqual("x", (string?)item["createdAt"]);
            Assert.NotEqual("x", (string?)item["updatedAt"]);
        });
        Assert.Equal((string)created["_id"]!, (string?)added["_parent"]);
        Assert.Equal(["_id", "_parent", "createdAt", "updatedAt"], updated.Json!["errors"]!.AsArray().Select(error => (string)error!["details"]!["param"]!));
        Assert.Equal("Notes", (string?)(await users.Bob.PostAsync("db/object/get", new { model = "books", id = (string)created["_id"]! })).Json!["title"]);
    }

    [Fact]
    public async Task Every_call_needs_a_live_session()
    {
        var (gone, _, _, _) = await users.Backend.NewUserAsync();
        await gone.PostAsync("auth/signout", new { });
        foreach (var path in (string[])[.. CallsOfFiles, .. CallsOfBuckets, .. CallsOfObjects, .. CallsOfQueries, .. Others])
        {
            var method = path is "storage/stats" or "db/stats" ? HttpMethod.Get : HttpMethod.Post;

            Assert.Equal("missing_session_token", (await users.Backend.NewCaller().SendAsync(method, path)).Code);
            Assert.Equal("invalid_session_token", (await gone.SendAsync(method, path)).Code);
        }
    }

    private static IEnumerable<string> Paths(string folder, string[] verbs) => verbs.Select(verb => $"{folder}/{verb}");

    /// <summary>Bob's call, with everything that any call asks for.</summary>
    private Task<ApiResult> CallAsync(string path, string bucket, string thing, string target = "root", string? expression = null) =>
        users.Bob.SendAsync(HttpMethod.Post, $"{path}?bucket={bucket}&file={thing}&fileName=new.txt", JsonContent.Create(new
        {
            bucket,
            file = thing,
            newName = $"new {Guid.NewGuid()}",
            isPublic = true,
            tags = new[] { "x" },
            includeFiles = true,
            fileNamesOrIds = new[] { thing },
            bucketNameOrId = target,
            model = path is "db/object/set" or "db/object/append" ? "books.cover" : "books",
            id = thing,
            parentId = thing,
            values = new { title = "x" },
            updates = new[] { new { field = "title", updateType = "set", value = "x" } },
            query = new { expression },
        }));

    /// <summary>Ann, who owns things, and Bob, who does not.</summary>
    public sealed class TwoUsers : IAsyncLifetime
    {
        internal BackendHost Backend { get; private set; } = null!;

        internal Caller Ann { get; private set; } = null!;

        internal string AnnId { get; private set; } = "";

        internal Caller Bob { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Backend = await BackendHost.StartAsync();
            (Ann, _, AnnId, _) = await Backend.NewUserAsync();
            (Bob, _, _, _) = await Backend.NewUserAsync();
        }

        public ValueTask DisposeAsync() => Backend.DisposeAsync();

        internal async Task<(string Id, string Name)> AnnMakesBucketAsync(bool isPublic)
        {
            var bucket = (await Ann.PostAsync("storage/create-bucket", new { name = $"{Guid.NewGuid()}", isPublic })).Json!;
            return ((string)bucket["_id"]!, (string)bucket["name"]!);
        }

        internal async Task<(string Id, string Name, string Address)> AnnStoresAsync(bool isPublic, string bucket = "root")
        {
            var file = (await Ann.UploadAsync($"{Guid.NewGuid()}", [1], "text/plain", $"&options={{\"isPublic\":{(isPublic ? "true" : "false")}}}", bucket)).Json!;
            return ((string)file["_id"]!, (string)file["fileName"]!, (string?)file["publicPath"] ?? "");
        }

        /// <summary>All that Ann owns.</summary>
        internal List<object[]> OfAnn() =>
        [
            .. Backend.Sql($"select id, name, bucket_id, fields, content_id from files where user_id = '{AnnId}' order by id"),
            .. Backend.Sql($"select id, name, fields from buckets where user_id = '{AnnId}' order by id"),
            .. Backend.Sql("select id, fields from objects where fields ->> 'title' = 'Diary' order by id"),
        ];
    }
}
