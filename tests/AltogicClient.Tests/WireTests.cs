using System.Text.Json.Nodes;

namespace Altogic.Tests;

/// <summary>The bytes of every call, as the contract has them.</summary>
public sealed class WireTests
{
    private const string Base = "/e:62602c378415c0a0519102b6/_api/rest/v1";
    private const string Grant = """{"user":{"_id":"a"},"session":{"token":"t.t.t"}}""";
    private static readonly SessionToken Session = new("h.p.s");

    public static TheoryData<string, Func<AltogicClient, Task>, string, string?> Calls => new()
    {
        { Grant, c => c.Auth.SignUpWithEmailAsync("a+b@c.d", "secret1", "Ada"), "POST /auth/signup-email", """{"email":"a+b@c.d","password":"secret1","nameOrUserData":"Ada"}""" },
        { Grant, c => c.Auth.SignUpWithEmailAsync("a@c.d", "secret1"), "POST /auth/signup-email", """{"email":"a@c.d","password":"secret1"}""" },
        { Grant, c => c.Auth.SignUpWithEmailAsync("a@c.d", "secret1", new JsonObject { ["name"] = "Ada", ["age"] = 3 }), "POST /auth/signup-email", """{"email":"a@c.d","password":"secret1","nameOrUserData":{"name":"Ada","age":3}}""" },
        { Grant, c => c.Auth.SignUpWithPhoneAsync("+15555555555", "secret1", "Ada"), "POST /auth/signup-phone", """{"phone":"+15555555555","password":"secret1","nameOrUserData":"Ada"}""" },
        { Grant, c => c.Auth.SignUpWithPhoneAsync("+1", "secret1", new JsonObject { ["name"] = "Ada" }), "POST /auth/signup-phone", """{"phone":"+1","password":"secret1","nameOrUserData":{"name":"Ada"}}""" },
        { Grant, c => c.Auth.SignInWithEmailAsync("a@c.d", "secret1"), "POST /auth/signin-email", """{"email":"a@c.d","password":"secret1"}""" },
        { Grant, c => c.Auth.SignInWithPhoneAsync("+1", "secret1"), "POST /auth/signin-phone", """{"phone":"+1","password":"secret1"}""" },
        { Grant, c => c.Auth.SignInWithCodeAsync("+15555555555", "314159"), "POST /auth/signin-code?code=314159&phone=%2B15555555555", null },
        { "", c => c.Auth.SendSignInCodeAsync("+15555555555"), "POST /auth/send-code?phone=%2B15555555555", null },
        { Grant, c => c.Auth.VerifyPhoneAsync("+15555555555", "314159"), "POST /auth/verify-phone?code=314159&phone=%2B15555555555", null },
        { Grant, c => c.Auth.VerifyPhoneAsync("+1", "314159", holdPassword: true, Session), "POST /auth/verify-phone?code=314159&phone=%2B1&holdPassword=true", null },
        { "", c => c.Auth.ResendVerificationEmailAsync("a+b&c=d@x#y"), "POST /auth/resend?email=a%2Bb%26c%3Dd%40x%23y", null },
        { "", c => c.Auth.ResendVerificationCodeAsync("+1"), "POST /auth/resend-code?phone=%2B1", null },
        { "", c => c.Auth.SendMagicLinkEmailAsync("ü@x.de"), "POST /auth/send-magic?email=%C3%BC%40x.de", null },
        { "", c => c.Auth.SendResetPwdEmailAsync("a@c.d"), "POST /auth/send-reset?email=a%40c.d", null },
        { "", c => c.Auth.SendResetPwdCodeAsync("+1"), "POST /auth/send-reset-code?phone=%2B1", null },
        { "", c => c.Auth.ResetPwdWithTokenAsync("0e55+c6/fa=&x", "newsecret"), "POST /auth/reset-pwd?key=0e55%2Bc6%2Ffa%3D%26x", """{"newPassword":"newsecret"}""" },
        { "", c => c.Auth.ResetPwdWithCodeAsync("+1", "314159", "newsecret"), "POST /auth/reset-pwd-code?phone=%2B1&code=314159", """{"newPassword":"newsecret"}""" },
        { "", c => c.Auth.ChangePasswordAsync(Session, "new", "old"), "POST /auth/change-pwd", """{"newPassword":"new","oldPassword":"old"}""" },
        { """{"_id":"a"}""", c => c.Auth.ChangeEmailAsync(Session, "current", "n@c.d"), "POST /auth/change-email", """{"currentPassword":"current","newEmail":"n@c.d"}""" },
        { """{"_id":"a"}""", c => c.Auth.ChangePhoneAsync(Session, "current", "+1"), "POST /auth/change-phone", """{"currentPassword":"current","newPhone":"+1"}""" },
        { Grant, c => c.Auth.GetAuthGrantAsync("0e55+c6"), "GET /auth/grant?key=0e55%2Bc6", null },
        { Grant, c => c.Auth.GetAuthGrantAsync("0e55", holdPassword: true), "GET /auth/grant?key=0e55&holdPassword=true", null },
        { """{"_id":"a"}""", c => c.Auth.GetUserFromDbAsync(Session), "GET /auth/user", null },
        { "[]", c => c.Auth.GetAllSessionsAsync(Session), "GET /auth/sessions", null },
        { "", c => c.Auth.SignOutAsync(Session), "POST /auth/signout", "{}" },
        { "", c => c.Auth.SignOutAsync(Session, new SessionToken("o.t.h")), "POST /auth/signout", """{"token":"o.t.h"}""" },
        { "", c => c.Auth.SignOutAllAsync(Session), "POST /auth/signout-all", null },
        { "", c => c.Auth.SignOutAllExceptCurrentAsync(Session), "POST /auth/signout-all-except", null },
        { """{"_id":"a"}""", c => c.Db.Users.GetAsync(Session, "a"), "POST /db/object/get", """{"options":{"cache":"nocache"},"model":"users","id":"a"}""" },
        { """{"_id":"a"}""", c => c.Db.Users.UpdateAsync(Session, "a", new JsonObject { ["name"] = "Ada" }), "POST /db/object/update", """{"options":{"cache":"nocache","returnTop":false},"model":"users","id":"a","values":{"name":"Ada"}}""" },
        { """{"_id":"a"}""", c => c.Db.Users.UpdateFieldsAsync(Session, "a", FieldUpdate.Unset("x"), FieldUpdate.Increment("n", 2)), "POST /db/object/update-fields", """{"options":{"cache":"nocache","returnTop":false},"model":"users","id":"a","updates":[{"field":"x","updateType":"unset"},{"field":"n","updateType":"increment","value":2}]}""" },
        { """{"_id":"a"}""", c => c.Db.Model("books").CreateAsync(null, new JsonObject { ["title"] = "T" }), "POST /db/object/create", """{"options":{"cache":"nocache","returnTop":false},"model":"books","values":{"title":"T"}}""" },
        { "", c => c.Db.Model("books").DeleteAsync(Session, "a"), "POST /db/object/delete", """{"options":{"removeFromCache":true,"returnTop":false},"model":"books","id":"a"}""" },
        { "[]", c => c.Db.Model("books").Query.GetListAsync(Session), "POST /db/get-list", """{"query":{"expression":null,"lookups":null,"page":null,"limit":null,"sort":null,"omit":null,"group":null},"returnCountInfo":false,"model":"books"}""" },
        { "[]", c => c.Db.Model("books").Query.Filter(Filter.Equal("pages", 1)).Filter(Filter.GreaterThan("pages", 100)).Lookup("author").Lookup("cover", "covers", "this.cover == lookup._id").Page(2).Limit(5).Sort("title").Sort("createdAt", SortDirection.Descending).Omit("notes", "author.email").GetListAsync(Session), "POST /db/get-list", """{"query":{"expression":"this.pages > 100","lookups":[{"field":"author"},{"name":"cover","modelName":"covers","query":"this.cover == lookup._id"}],"page":2,"limit":5,"sort":[{"field":"title","direction":"asc"},{"field":"createdAt","direction":"desc"}],"omit":["notes","author.email"],"group":null},"returnCountInfo":false,"model":"books"}""" },
        { """{"data":[],"info":{"count":0,"totalPages":0,"currentPage":1}}""", c => c.Db.Model("books").Query.GetPageAsync(Session), "POST /db/get-list", """{"query":{"expression":null,"lookups":null,"page":null,"limit":null,"sort":null,"omit":null,"group":null},"returnCountInfo":true,"model":"books"}""" },
        { "null", c => c.Db.Users.Query.GetSingleAsync(Session), "POST /db/get-single", """{"query":{"expression":null,"lookups":null,"page":null,"limit":null,"sort":null,"omit":null,"group":null},"model":"users"}""" },
        { "[]", c => c.Db.Model("books").Query.CreateAsync(Session, new JsonObject { ["title"] = "T" }, []), "POST /db/create", """{"values":[{"title":"T"},{}],"query":{"expression":null,"lookups":null,"page":null,"limit":null,"sort":null,"omit":null,"group":null},"model":"books"}""" },
        { """{"totalMatch":1,"updated":1}""", c => c.Db.Model("books").Query.UpdateAsync(Session, new JsonObject { ["title"] = "T" }), "POST /db/update", """{"values":{"title":"T"},"query":{"expression":null,"lookups":null,"page":null,"limit":null,"sort":null,"omit":null,"group":null},"model":"books"}""" },
        { """{"totalMatch":1,"updated":1}""", c => c.Db.Model("books").Query.UpdateFieldsAsync(Session, FieldUpdate.Unset("x")), "POST /db/update-fields", """{"updates":[{"field":"x","updateType":"unset"}],"query":{"expression":null,"lookups":null,"page":null,"limit":null,"sort":null,"omit":null,"group":null},"model":"books"}""" },
        { """{"totalMatch":1,"deleted":1}""", c => c.Db.Model("books").Query.DeleteAsync(Session), "POST /db/delete", """{"query":{"expression":null,"lookups":null,"page":null,"limit":null,"sort":null,"omit":null,"group":null},"model":"books"}""" },
        { """{"_id":"a"}""", c => c.Storage.Bucket("root").File("f").GetAsync(Session), "POST /storage/bucket/file/get", """{"file":"f","bucket":"root"}""" },
        { "true", c => c.Storage.Bucket("root").File("f").ExistsAsync(Session), "POST /storage/bucket/file/exists", """{"file":"f","bucket":"root"}""" },
        { "", c => c.Storage.Bucket("root").File("f").DeleteAsync(Session), "POST /storage/bucket/file/delete", """{"file":"f","bucket":"root"}""" },
        { """{"_id":"a"}""", c => c.Storage.Bucket("root").File("f").MakePublicAsync(Session), "POST /storage/bucket/file/make-public", """{"file":"f","bucket":"root"}""" },
        { """{"_id":"a"}""", c => c.Storage.Bucket("root").File("f").MakePrivateAsync(Session), "POST /storage/bucket/file/make-private", """{"file":"f","bucket":"root"}""" },
        { "bytes", c => c.Storage.Bucket("root").File("f").DownloadAsync(Session), "POST /storage/bucket/file/download", """{"file":"f","bucket":"root"}""" },
        { "", c => c.Storage.DeleteFileAsync(Session, "https://x/f"), "POST /storage/delete-file", """{"fileUrl":"https://x/f"}""" },
        { "[]", c => c.Storage.Bucket("root").ListFilesAsync(Session, new FileListOptions { Page = 2, Limit = 5, SortField = "size", Descending = true }), "POST /storage/bucket/list-files", """{"expression":null,"options":{"returnCountInfo":false,"page":2,"limit":5,"sort":{"field":"size","direction":"desc"}},"bucket":"root"}""" },
    };

    [Theory, MemberData(nameof(Calls))]
    public async Task Every_call_sends_its_method_path_query_and_body(string response, Func<AltogicClient, Task> call, string target, string? body)
    {
        var recorder = Recorder.Start().Responds(200, response);

        await call(recorder.Client);

        var sent = Assert.Single(recorder.Requests);
        Assert.Equal(target.Replace(" /", $" {Base}/"), $"{sent.Method} {sent.Target}");
        Assert.Equal(body is null ? null : JsonNode.Parse(body)!.ToJsonString(), string.IsNullOrEmpty(sent.Body) ? null : JsonNode.Parse(sent.Body)!.ToJsonString());
        Assert.Equal(body is null ? null : "application/json", sent.Type);
        Assert.Equal("client-key-1", sent.Headers["X-Client-Key"]);
        Assert.Equal("altogic-dotnet", sent.Headers["X-Client"]);
        Assert.False(sent.Headers.ContainsKey("Authorization"));
    }

    [Fact]
    public async Task Session_is_sent_only_with_its_own_call()
    {
        var recorder = Recorder.Start(options => options.ApiKey = "api-key-1").Responds(200, """{"_id":"a"}""").Responds(200, "");

        await recorder.Client.Auth.GetUserFromDbAsync(Session, TestContext.Current.CancellationToken);
        await recorder.Client.Auth.SendMagicLinkEmailAsync("a@c.d");

        Assert.Equal("h.p.s", recorder.Requests[0].Headers["Session"]);
        Assert.False(recorder.Requests[1].Headers.ContainsKey("Session"));
        Assert.All(recorder.Requests, sent => Assert.Equal("api-key-1", sent.Headers["Authorization"]));
    }

    [Theory]
    [InlineData(false, "/storage/bucket/upload-formdata?bucket=root&fileName=a%20b%26%22c.png&options=%7B%22contentType%22%3A%22image%2Fpng%22%2C%22createBucket%22%3Afalse%2C%22isPublic%22%3Atrue%7D")]
    [InlineData(true, "/storage/bucket/file/replace-formdata?bucket=root&file=a%20b%26%22c.png&options=%7B%22contentType%22%3A%22image%2Fpng%22%2C%22createBucket%22%3Afalse%7D")]
    public async Task Every_upload_has_its_own_multipart_boundary(bool replace, string target)
    {
        var recorder = Recorder.Start().Responds(200, """{"_id":"f","publicPath":"https://x/f"}""").Responds(200, """{"_id":"f"}""");
        var bucket = recorder.Client.Storage.Bucket("root");
        for (var i = 0; i < 2; i++)
        {
            _ = replace
                ? await bucket.File("a b&\"c.png").ReplaceAsync(Session, new byte[] { 65 }, "image/png")
                : await bucket.UploadAsync(Session, "a b&\"c.png", new byte[] { 65 }, "image/png", new FileUploadOptions { IsPublic = true });
        }

        Assert.Equal($"POST {Base}{target}", $"{recorder.Requests[0].Method} {recorder.Requests[0].Target}");
        Assert.Equal("multipart/form-data", recorder.Requests[0].Type);
        Assert.Contains("Content-Type: image/png", recorder.Requests[0].Body);
        Assert.Contains("Content-Disposition: form-data; name=\"file\"; filename=\"blob\"", recorder.Requests[0].Body);
        Assert.NotEqual(recorder.Requests[0].Body!.Split('\r')[0], recorder.Requests[1].Body!.Split('\r')[0]);
    }

    [Fact]
    public void Provider_URL_keeps_the_path_of_the_environment() =>
        Assert.Equal("https://c1.example.com/e:62602c378415c0a0519102b6/_auth/google", Recorder.Start().Client.Auth.GetProviderSignInUrl("google").AbsoluteUri);
}
