using System.Net.Http.Json;
using AltogicAuth.Backend.Accounts;

namespace AltogicAuth.Backend.Tests;

/// <summary>A call of every endpoint of a backend, each with all that it needs to reach its last statement.</summary>
internal sealed class EveryCall(BackendHost backend)
{
    private const string Password = "secret phrase";
    private const string NewPassword = "another phrase";
    private const string Model = "books";
    private const string SharedModel = "posts";

    private static readonly string[] PhoneCalls =
    [
        "auth/signup-phone", "auth/signin-phone", "auth/signin-code", "auth/send-code", "auth/verify-phone", "auth/resend-code",
        "auth/send-reset-code", "auth/reset-pwd-code", "auth/change-phone",
    ];

    public async Task RunAsync()
    {
        // One user where that suffices: sign-ups are limited.
        var (owner, _, _, _) = await backend.NewUserAsync();
        foreach (var (method, path) in backend.Endpoints.Select(endpoint => (new HttpMethod(endpoint.Method), endpoint.Path.Replace("/_api/rest/v1/", ""))))
        {
            var result = PhoneCalls.Contains(path) ? await PhoneAsync(path["auth/".Length..])
                : path.StartsWith("auth/", StringComparison.Ordinal) ? await AuthAsync(method, path)
                : path.StartsWith('/') ? await PlainAsync(path)
                : await DataAsync(owner, method, path);

            Assert.True(result.Status < 400 || result.Code == "not_allowed", $"{method} {path} responded {result.Status}. {result.Body}");
        }

        await QueriesAsync();
        await UsersAsync();
        await RejectedSignInsAsync();
    }

    private async Task<ApiResult> AuthAsync(HttpMethod method, string path)
    {
        var (ann, email, _, _) = await backend.NewUserAsync();
        var newEmail = $"new-{email}";
        switch (path)
        {
            case "auth/signup-email":
                return await ann.PostAsync(path, new { email = newEmail, password = Password });
            case "auth/resend":
                await ann.PostAsync("auth/signup-email", new { email = newEmail, password = Password });
                return await ann.PostAsync($"{path}?email={newEmail}");
            case "auth/send-magic" or "auth/send-reset":
                return await ann.PostAsync($"{path}?email={email}");
            case "auth/grant":
                await ann.PostAsync($"auth/send-magic?email={email}");
                return await ann.GetAsync($"{path}?key={await ann.AccessTokenAsync(email, "magic-link")}");
            case "auth/reset-pwd":
                await ann.PostAsync($"auth/send-reset?email={email}");
                return await ann.PostAsync($"{path}?key={await ann.AccessTokenAsync(email, "reset-pwd")}", new { newPassword = NewPassword });
            case "auth/verify":
                await ann.PostAsync("auth/change-email", new { currentPassword = Password, newEmail });
                return method == HttpMethod.Get
                    ? await ann.SendAsync(method, await ann.MailedLinkAsync(newEmail, "change-email"))
                    : await ann.PressMailedLinkAsync(newEmail);
            default:
                return await ann.SendAsync(method, path, method == HttpMethod.Get ? null : JsonContent.Create(
                    new { email, password = Password, oldPassword = Password, newPassword = NewPassword, currentPassword = Password, newEmail }));
        }
    }

    private async Task<ApiResult> PhoneAsync(string call)
    {
        // Else the attempts of this address do not suffice.
        backend.Clock.Advance(RateLimits.Window);
        var (ann, phone, _) = await backend.NewPhoneUserAsync();
        var newPhone = $"{phone}9";
        switch (call)
        {
            case "signup-phone":
                return await ann.PostAsync($"auth/{call}", new { phone = $"{phone}8", password = Password });
            case "signin-phone":
                return await ann.PostAsync($"auth/{call}", new { phone, password = Password });
            case "change-phone":
                return await ann.PostAsync($"auth/{call}", new { currentPassword = Password, newPhone });
            case "resend-code" or "verify-phone":
                await ann.PostAsync("auth/change-phone", new { currentPassword = Password, newPhone });
                return await ann.PostByPhoneAsync(call, newPhone, await ann.CodeAsync(newPhone, "change-phone"));
            case "signin-code":
                await ann.PostByPhoneAsync("send-code", phone);
                await ann.PostByPhoneAsync(call, phone, "wrong");
                return await ann.PostByPhoneAsync(call, phone, await ann.CodeAsync(phone, call));
            case "reset-pwd-code":
                await ann.PostByPhoneAsync("send-reset-code", phone);
                return await ann.PostByPhoneAsync(call, phone, await ann.CodeAsync(phone, call), new { newPassword = NewPassword });
            default:
                return await ann.PostByPhoneAsync(call, phone);
        }
    }

    /// <summary>Addresses for browsers.</summary>
    private async Task<ApiResult> PlainAsync(string path)
    {
        if (path.StartsWith("/_auth", StringComparison.Ordinal))
        {
            return await backend.NewCaller().SendAsync(HttpMethod.Get, $"/e:local{path.Replace("{provider}", "google").Replace("{person}", "verified")}");
        }

        var (ann, email, _, _) = await backend.NewUserAsync();
        var mail = (await ann.MailsAsync(email))[0];
        var file = (await ann.UploadAsync("picture.png", [1], "image/png")).Json!;
        return path.StartsWith("/_storage", StringComparison.Ordinal)
            ? await ann.SendAsync(HttpMethod.Get, new Uri((string)file["publicPath"]!).PathAndQuery)
            : await ann.SendAsync(HttpMethod.Get, $"/e:local{path.Replace("{id:long}", $"{mail["id"]}")}");
    }

    /// <summary>Calls of storage, objects and queries, with everything that any of them asks for.</summary>
    private static async Task<ApiResult> DataAsync(Caller ann, HttpMethod method, string path)
    {
        var bucket = (string)(await ann.PostAsync("storage/create-bucket", new { name = $"{Guid.NewGuid()}" })).Json!["name"]!;
        var file = (await ann.UploadAsync("picture.png", [1], "image/png", bucket: bucket)).Json!;
        var book = (string)(await ann.PostAsync("db/object/create", new { model = Model, values = new { title = "Diary" } })).Json!["_id"]!;
        if (method == HttpMethod.Get)
        {
            return await ann.GetAsync(path);
        }

        var fileName = (string)file["fileName"]!;
        var target = $"{path}?bucket={bucket}&file={fileName}&fileName={fileName}";
        var hasContent = path.EndsWith("-formdata", StringComparison.Ordinal) || path.EndsWith("-object", StringComparison.Ordinal);
        HttpContent content = hasContent
            ? new MultipartFormDataContent { { new ByteArrayContent([1]), "file", "blob" } }
            : JsonContent.Create(new
            {
                bucket,
                file = fileName,
                fileUrl = (string?)file["publicPath"],
                name = $"{Guid.NewGuid()}",
                newName = $"{Guid.NewGuid()}",
                isPublic = true,
                detailed = true,
                tags = new[] { "x" },
                includeFiles = true,
                fileNamesOrIds = new[] { fileName },
                bucketNameOrId = "root",
                model = path is "db/object/set" or "db/object/append" ? $"{Model}.cover" : Model,
                id = book,
                parentId = book,
                values = new { title = "x" },
                updates = new[] { new { field = "title", updateType = "set", value = "x" } },
                query = new { expression = "title == 'Diary'" },
                returnCountInfo = true,
            });
        return await ann.SendAsync(method, target, content);
    }

    private async Task QueriesAsync()
    {
        var (ann, _, _, _) = await backend.NewUserAsync();
        object[] queries =
        [
            new { },
            new { expression = "title == 'Diary' && (pages > 10 || pages != 3.5) && isRead == true && author.name != null" },
            new { sort = new[] { new { field = "title", direction = "asc" }, new { field = "author.name", direction = "desc" } }, page = 2, limit = 10 },
        ];
        foreach (var model in (string[])[Model, SharedModel, "users"])
        {
            foreach (var query in queries)
            {
                Assert.Equal(200, (await ann.PostAsync("db/get-list", new { model, query, returnCountInfo = true })).Status);
            }
        }
    }

    private async Task UsersAsync()
    {
        var (ann, _, id, _) = await backend.NewUserAsync();
        var post = (string)(await ann.PostAsync("db/object/create", new { model = SharedModel, values = new { title = "Diary" } })).Json!["_id"]!;

        Assert.Equal(200, (await ann.PostAsync("db/object/get", new { model = SharedModel, id = post })).Status);
        Assert.Equal(200, (await ann.PostAsync("db/object/update", new { model = "users", id, values = new { name = "Ann" } })).Status);
        Assert.Equal(200, (await ann.PostAsync("db/object/delete", new { model = "users", id })).Status);
    }

    private async Task RejectedSignInsAsync()
    {
        var (caller, email, _, _) = await backend.NewUserAsync();
        await caller.PostAsync("auth/signin-email", new { email, password = "wrong phrase" });
        while ((await backend.NewCaller().PostAsync("auth/signin-email", new { email = "nobody@example.test", password = Password })).Status != 429)
        {
        }
    }
}
