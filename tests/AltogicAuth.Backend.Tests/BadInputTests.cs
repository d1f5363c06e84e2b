using System.Text;

namespace AltogicAuth.Backend.Tests;

/// <summary>Malformed and invalid calls get a 4xx of the form in the contract.</summary>
public sealed class BadInputTests(BadInputTests.SignedIn signedIn) : IClassFixture<BadInputTests.SignedIn>
{
    private const string Json = "application/json";
    private const string Form = "multipart/form-data; boundary=x";
    private const string SignIn = "auth/signin-email";
    private const string Upload = "storage/bucket/upload-formdata?bucket=root&fileName=a";
    private const string UploadText = "storage/bucket/upload-object?bucket=root&fileName=a";

    private const string CreatingUpload = "storage/bucket/upload-object?fileName=a&options={\"createBucket\":true}";

    private static readonly string Overflowing = new('9', 28);

    /// <summary>Bodies as bytes, a byte a character.</summary>
    public static TheoryData<string, string, string, int, string> Cases => new()
    {
        { SignIn, Json, "", 400, "invalid_request_body_syntax" },
        { SignIn, Json, "{", 400, "invalid_request_body_syntax" },
        { SignIn, Json, "null", 400, "invalid_request_body_syntax" },
        { SignIn, Json, "[1]", 400, "invalid_request_body_syntax" },
        { SignIn, Json, new string('[', 5_000), 400, "invalid_request_body_syntax" },
        { SignIn, Json, """{"email":"a","email":"b"}""", 400, "invalid_request_body_syntax" },
        { SignIn, Json, """{"a":{"b":1,"b":2}}""", 400, "invalid_request_body_syntax" },
        { SignIn, Json, "{\"email\":\"\u00ff\"}", 400, "invalid_request_body_syntax" },
        { SignIn, Json, """{"email":"\ud800"}""", 400, "validation_error" },
        { SignIn, Json, """{"a":[{"\udc00":1}]}""", 400, "validation_error" },
        { SignIn, Json, """{"password":"x\u0000"}""", 400, "validation_error" },
        { SignIn, Json, """{"a":[{"\u0000":1}]}""", 400, "validation_error" },
        { SignIn, Json, """{"\u0000":1}""", 400, "validation_error" },
        { SignIn, Json, """{"email":5}""", 400, "validation_error" },
        { SignIn, Json, """{"email":"a@example.test","password":["x"]}""", 400, "validation_error" },
        { "auth/signup-email", Json, """{"email":{"a":1},"password":"secret phrase"}""", 400, "validation_error" },
        { "auth/change-email", Json, """{"newEmail":5,"currentPassword":"secret phrase"}""", 400, "validation_error" },
        { "auth/signup-phone", Json, """{"phone":905321234567,"password":"secret phrase"}""", 400, "validation_error" },
        { "auth/signin-phone", Json, """{"phone":["+905321234567"],"password":"secret phrase"}""", 400, "validation_error" },
        { "auth/change-phone", Json, """{"newPhone":5,"currentPassword":"secret phrase"}""", 400, "validation_error" },
        { "auth/reset-pwd-code?phone=%2B905321234567&code=123456", Json, "{", 400, "invalid_request_body_syntax" },
        { "auth/send-code?phone=%2B90532%00234567", Json, "", 400, "validation_error" },
        { "auth/change-pwd", Json, """{"newPassword":5,"oldPassword":"secret phrase"}""", 400, "validation_error" },
        { SignIn, "application/jsonfoo", "{}", 415, "unsupported_media_type" },
        { SignIn, "text/plain", "{}", 415, "unsupported_media_type" },
        { SignIn, "nonsense", "{}", 415, "unsupported_media_type" },

        { Upload, "multipart/form-data", "--x--", 400, "invalid_request_body_syntax" },
        { Upload, "multipart/form-data; boundary=" + new string('x', 200), "--x--", 400, "invalid_request_body_syntax" },
        { Upload, Form, "", 400, "validation_error" },
        { Upload, Form, "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a", 400, "invalid_request_body_syntax" },
        { Upload, Form, "--x\r\nnonsense\r\n\r\n", 400, "invalid_request_body_syntax" },
        { Upload, Form, Part("image/png")[..^8], 400, "invalid_request_body_syntax" },
        { Upload, Form, Part("image/p\u00c3\u00a9g"), 400, "validation_error" },
        { Upload, Form, Part("image/png; a=\"\u00c3\u00a9\""), 400, "validation_error" },
        { Upload, Form, Part("image/png; a=\"\u0001\""), 400, "validation_error" },
        { Upload, Form, Part("nonsense"), 400, "validation_error" },
        { Upload, Form, Part("image/png; a=" + new string('x', 300)), 400, "validation_error" },
        { Upload, "application/x-www-form-urlencoded", "file=a", 400, "validation_error" },
        { Upload, "text/plain", "[object FormData]", 415, "unsupported_media_type" },
        { UploadText, Json, "\"hel", 400, "invalid_request_body_syntax" },
        { UploadText, Json, "\"\u00ff\"", 400, "invalid_request_body_syntax" },
        { UploadText, Json, "\"\\ud800\"", 400, "validation_error" },
        { "storage/bucket/upload-object?bucket=root&fileName=a%00b", Json, "\"x\"", 400, "validation_error" },
        { UploadText + "&options={\"tags\":[\"\\u0000\"]}", Json, "\"x\"", 400, "validation_error" },
        { UploadText + "&options={\"contentType\":\"image/%C3%A9\"}", Json, "\"x\"", 400, "validation_error" },
        { UploadText + "&options={\"isPublic\":true,\"isPublic\":false}", Json, "\"x\"", 400, "validation_error" },
        { UploadText + "&options=[1]", Json, "\"x\"", 400, "validation_error" },
        { UploadText + "&options={", Json, "\"x\"", 400, "validation_error" },

        { CreatingUpload + "&bucket=", Json, "\"x\"", 400, "validation_error" },
        { CreatingUpload + "&bucket=" + new string('x', 101), Json, "\"x\"", 400, "validation_error" },
        { UploadText + new string('a', 255), Json, "\"x\"", 400, "validation_error" },

        { "storage/bucket/list-files", Json, """{"bucket":"root","options":5}""", 400, "validation_error" },
        { "storage/bucket/list-files", Json, """{"bucket":"root","options":"x"}""", 400, "validation_error" },
        { "storage/bucket/list-files", Json, """{"bucket":"root","options":[1]}""", 400, "validation_error" },
        { "storage/search-files", Json, """{"expression":"this.size > 3"}""", 400, "validation_error" },
        { "storage/bucket/rename", Json, """{"bucket":"mine","newName":"taken"}""", 400, "validation_error" },
        { "storage/bucket/rename", Json, """{"bucket":"mine","newName":"root"}""", 400, "validation_error" },
        { "storage/bucket/update", Json, """{"bucket":"mine","newName":"taken"}""", 400, "validation_error" },
        { "storage/bucket/rename", Json, Long("newName", 101), 400, "validation_error" },
        { "storage/bucket/update", Json, Long("newName", 101), 400, "validation_error" },
        { "storage/create-bucket", Json, """{"name":"root"}""", 400, "validation_error" },
        { "storage/create-bucket", Json, Long("name", 101), 400, "validation_error" },
        { "storage/bucket/file/rename", Json, Long("newName", 256), 400, "validation_error" },
        { "storage/bucket/file/duplicate", Json, Long("duplicateName", 256), 400, "validation_error" },

        { "db/object/update-fields", Json, Update("increment", Overflowing), 400, "validation_error" },
        { "db/object/update-fields", Json, Update("decrement", "-" + Overflowing), 400, "validation_error" },
        { "db/object/update-fields", Json, Update("multiply", Overflowing), 400, "validation_error" },
        { "db/object/update-fields", Json, Update("increment", "1e30"), 400, "validation_error" },
        { "db/object/update-fields", Json, Update("increment", "\"x\""), 400, "validation_error" },
        { "db/object/update-fields", Json, Update("explode", "1"), 400, "validation_error" },
        { "db/object/set", Json, """{"model":"users.","parentId":"x","values":{}}""", 400, "validation_error" },
        { "db/object/create", Json, """{"model":"books","values":{"title":"\u0000"}}""", 400, "validation_error" },
        { "db/object/create", Json, """{"model":"bo\u0000oks","values":{}}""", 400, "validation_error" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Malformed_call_is_rejected(string path, string type, string body, int status, string code)
    {
        var content = new ByteArrayContent(Encoding.Latin1.GetBytes(body.Replace("BOOK", signedIn.BookId)));
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        var response = await signedIn.Caller.SendAsync(HttpMethod.Post, path, content);

        Assert.Equal((status, code), (response.Status, response.Code));
        response.AssertErrorForm();
    }

    /// <summary>A user with a book and two buckets.</summary>
    public sealed class SignedIn : IAsyncLifetime
    {
        private BackendHost _backend = null!;

        internal Caller Caller { get; private set; } = null!;

        internal string BookId { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            _backend = await BackendHost.StartAsync();
            (Caller, _, _, _) = await _backend.NewUserAsync();
            BookId = (string)(await Caller.PostAsync("db/object/create", new { model = "books", values = new { pages = decimal.MaxValue } })).Json!["_id"]!;
            await Caller.PostAsync("storage/create-bucket", new { name = "mine" });
            await Caller.PostAsync("storage/create-bucket", new { name = "taken" });
            await Caller.UploadAsync("a.txt", [1], "text/plain", bucket: "mine");
        }

        public ValueTask DisposeAsync() => _backend.DisposeAsync();
    }

    private static string Part(string type) =>
        $"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\nContent-Type: {type}\r\n\r\n1\r\n--x--\r\n";

    private static string Long(string name, int length) => "{\"bucket\":\"mine\",\"file\":\"a.txt\",\"NAME\":\"VALUE\"}"
        .Replace("NAME", name).Replace("VALUE", new string('x', length));

    private static string Update(string type, string value) => """{"model":"books","id":"BOOK","updates":[{"field":"pages","updateType":"TYPE","value":VALUE}]}"""
        .Replace("TYPE", type).Replace("VALUE", value);
}
