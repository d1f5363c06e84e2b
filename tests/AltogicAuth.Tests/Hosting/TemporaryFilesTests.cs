using System.Net;
using System.Net.Http.Headers;
using AltogicAuth.Tests.App;
using AltogicAuth.Tests.Photos;

namespace AltogicAuth.Tests.Hosting;

public sealed class TemporaryFilesTests
{
    [Fact]
    public async Task Photo_upload_works_without_temporary_files()
    {
        await using var app = new AppProcess(start => start.Environment["ASPNETCORE_TEMP"] = "/nowhere", "--urls=http://127.0.0.1:0", "--RateLimits:Enabled=false");
        var (lines, address) = await app.StartedAsync();
        Assert.Single(lines, line => line.Contains("temporary files", StringComparison.Ordinal) && line.Contains("/nowhere", StringComparison.Ordinal));
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = address };
        var password = lines[^1].Split("password: ")[1].Trim().Trim('"');
        var login = await OpenAsync(http, "/login");
        await PostAsync(http, login, new FormUrlEncodedContent([new("Input.Identifier", "demo@example.com"), new("Input.Password", password), TokenOf(login)]));
        var photo = await OpenAsync(http, "/profile/photo");

        var picture = TestPhotos.Jpeg(3000, 2000);
        Assert.True(picture.Length > 64 * 1024);
        var saved = await PostAsync(http, photo, UploadOf(photo, picture));
        var tooLarge = await PostAsync(http, photo, UploadOf(photo, new byte[6 * 1024 * 1024]));

        Assert.Equal((HttpStatusCode.SeeOther, "/profile"), (saved.Status, saved.Location));
        Assert.Contains("A picture can be up to 5 MB.", tooLarge.Text);
    }

    private static MultipartFormDataContent UploadOf(Page page, byte[] picture) => new()
    {
        { new StringContent(TokenOf(page).Value), TokenOf(page).Key },
        { new ByteArrayContent(picture) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } }, "Photo", "me.jpg" },
    };

    private static KeyValuePair<string, string> TokenOf(Page page) =>
        page.FieldsOf(page.Form("main form")).Single(field => field.Key == "__RequestVerificationToken");

    private static async Task<Page> OpenAsync(HttpClient http, string address) =>
        await ReadAsync(address, await http.GetAsync(address, TestContext.Current.CancellationToken));

    private static async Task<Page> PostAsync(HttpClient http, Page page, HttpContent form) =>
        await ReadAsync(page.Address, await http.PostAsync(page.Address, form, TestContext.Current.CancellationToken));

    private static async Task<Page> ReadAsync(string address, HttpResponseMessage response) =>
        await Page.ReadAsync(address, response, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
}
