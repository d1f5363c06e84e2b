using System.Net;
using System.Net.Http.Headers;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;

namespace AltogicAuth.Tests.App;

/// <summary>Somebody with a browser: cookies are kept, forms are filled in as they stand on the page.</summary>
public sealed class Visitor
{
    public const string Chrome =
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36";

    private readonly Uri _site;
    private readonly HttpClient _http;
    private readonly Secrets _secrets;

    public Visitor(TestApp app, string userAgent)
        : this(app, new Uri("https://localhost"), app.NewHandler(), userAgent)
    {
    }

    /// <summary>Somebody who comes to the app by another way, such as a proxy.</summary>
    public Visitor(TestApp app, Uri site, HttpMessageHandler way, string userAgent = Chrome)
    {
        _site = site;
        _secrets = app.Secrets;
        _http = new HttpClient(new CookieContainerHandler(Cookies) { InnerHandler = way }) { BaseAddress = site };
        _http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", userAgent);
        _http.Timeout = Timeout.InfiniteTimeSpan;
    }

    public CookieContainer Cookies { get; } = new();

    public string? Cookie(string name) => Cookies.GetCookies(_site)[name]?.Value;

    public void SetCookie(string name, string value) =>
        Cookies.Add(_site, new Cookie(name, value, "/") { Secure = true });

    public HttpRequestHeaders Headers => _http.DefaultRequestHeaders;

    public Task<Page> OpenAsync(string address) => SendAsync(new HttpRequestMessage(HttpMethod.Get, address));

    /// <param name="request">What is sent.</param>
    /// <param name="leaving">Cancelled, the visitor leaves before the response has come.</param>
    public async Task<Page> SendAsync(HttpRequestMessage request, CancellationToken leaving = default)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken, leaving);
        var response = await _http.SendAsync(request, either.Token);
        _secrets.AddFrom(response);
        HeaderSize.AssertBounded(response);
        var content = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        return await Page.ReadAsync(new Uri(_site, request.RequestUri!).PathAndQuery, response, content);
    }

    /// <summary>Follows where the page leads, until one stays.</summary>
    public async Task<Page> FollowAsync(Page page)
    {
        for (var hops = 0; page.Location is { } location; hops++)
        {
            Assert.True(hops < 10, "a redirect loop");
            page = await OpenAsync(location);
        }

        return page;
    }

    public async Task<Page> OpenToTheEndAsync(string address) => await FollowAsync(await OpenAsync(address));

    /// <summary>Submits a form of the page. Fields are named by the end of their name: <c>Identifier</c> is <c>Input.Identifier</c>.</summary>
    public Task<Page> SubmitAsync(Page page, string formSelector, params (string Field, string? Value)[] typed) =>
        SubmitAsync(page, formSelector, CancellationToken.None, typed);

    public Task<Page> SubmitAsync(Page page, string formSelector, CancellationToken leaving, params (string Field, string? Value)[] typed)
    {
        var form = page.Form(formSelector);
        var fields = page.FieldsOf(form);
        foreach (var (field, value) in typed)
        {
            var name = fields.Select(f => f.Key).FirstOrDefault(key => key == field || key.EndsWith($".{field}", StringComparison.Ordinal)) ?? field;
            fields.RemoveAll(f => f.Key == name);
            if (value is not null)
            {
                fields.Add(KeyValuePair.Create(name, value));
            }
        }

        return PostAsync(page.ActionOf(form), fields, leaving);
    }

    public Task<Page> PostAsync(string address, IEnumerable<KeyValuePair<string, string>> fields, CancellationToken leaving = default)
    {
        _secrets.AddFrom(fields);
        return SendAsync(new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(fields) }, leaving);
    }

    public Task<Page> UploadAsync(Page page, byte[] file, string fileName = "me.jpg", string type = "image/jpeg", string? crop = null)
    {
        var form = page.Form("form[enctype]");
        var body = new MultipartFormDataContent();
        foreach (var (name, value) in page.FieldsOf(form))
        {
            body.Add(new StringContent(name == "Crop" ? crop ?? value : value), name);
        }

        var part = new ByteArrayContent(file);
        part.Headers.ContentType = new MediaTypeHeaderValue(type);
        body.Add(part, "Photo", fileName);
        return SendAsync(new HttpRequestMessage(HttpMethod.Post, page.ActionOf(form)) { Content = body });
    }

    public async Task<Page> TryLogInAsync(string email, string password, string address = "/login") =>
        await SubmitAsync(await OpenAsync(address), "main form", ("Identifier", email), ("Password", password));

    public async Task<Page> LogInAsync(TestUser user)
    {
        var login = await TryLogInAsync(user.Email, user.Password);
        Assert.Equal(HttpStatusCode.SeeOther, login.Status);
        return await FollowAsync(login);
    }

    public async Task<Page> RegisterAsync(TestUser user, string address = "/register") =>
        await SubmitAsync(await OpenAsync(address), "main form",
            ("Name", user.Name), ("Identifier", user.Email), ("Password", user.Password));

    public async Task<Page> AskForMagicLinkAsync(string email, string address = "/login-with-magic-link") =>
        await SubmitAsync(await OpenAsync(address), "main form", ("Identifier", email));

    /// <summary>Presses the button of the page that a link to change an address opens, and goes on to the site.</summary>
    public async Task<Page> ConfirmNewAddressAsync(Page asked)
    {
        Headers.Add("Sec-Fetch-Site", "same-origin");
        var done = await SubmitAsync(asked, "main form");
        Headers.Remove("Sec-Fetch-Site");
        return await OpenAsync(done.Document.QuerySelector("main a")!.GetAttribute("href")!);
    }

    /// <summary>Confirms with what the page shows of the account: its address, its number, or else its name.</summary>
    public Task<Page> DeleteAccountAsync(Page page, params (string Field, string? Value)[] typed)
    {
        var subject = page.Document.QuerySelector(".subject .address, .subject .phone") ?? page.Document.QuerySelector(".subject .name");
        return SubmitAsync(page, "main form", [("Confirmation", subject!.TextContent), .. typed]);
    }

    public async Task<Page> LogOutAsync() =>
        await SubmitAsync(await OpenAsync("/profile"), "form[action='/logout']");
}

/// <summary>A response, as a browser sees it.</summary>
public sealed record Page(
    string Address, HttpStatusCode Status, HttpResponseMessage Response, byte[] Bytes, IHtmlDocument Document)
{
    private static readonly HtmlParser Parser = new();

    public string Html { get; } = System.Text.Encoding.UTF8.GetString(Bytes);

    public string? Location => Response.Headers.Location?.OriginalString;

    public string Text => string.Join(' ', Document.Body!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>What the page tells after a redirect.</summary>
    public string? Notice => Document.QuerySelector(".notice")?.TextContent.Trim();

    public string? Heading => Document.QuerySelector("h1")?.TextContent.Trim();

    public IReadOnlyList<string> SetCookies =>
        Response.Headers.TryGetValues("Set-Cookie", out var values) ? [.. values] : [];

    public static async Task<Page> ReadAsync(string address, HttpResponseMessage response, byte[] content) =>
        new(address, response.StatusCode, response, content, await Parser.ParseDocumentAsync(System.Text.Encoding.UTF8.GetString(content)));

    public IHtmlFormElement Form(string selector) =>
        Document.QuerySelector<IHtmlFormElement>(selector) ?? throw new InvalidOperationException($"No form {selector} on the page: {Html}");

    public string ActionOf(IHtmlFormElement form) =>
        form.GetAttribute("action") is { Length: > 0 } action ? action : Address;

    public string? Header(string name) =>
        Response.Headers.TryGetValues(name, out var values) || Response.Content.Headers.TryGetValues(name, out values)
            ? string.Join(", ", values)
            : null;

    public string? ErrorOf(string field) => Document.QuerySelector($"#{field}-error")?.TextContent.Trim();

    public string? ValueOf(string field) => Document.QuerySelector<IHtmlInputElement>($"#{field}")?.Value;

    /// <summary>What a browser would send, buttons left out.</summary>
    public List<KeyValuePair<string, string>> FieldsOf(IHtmlFormElement form) =>
        [.. form.QuerySelectorAll<IHtmlInputElement>("input[name]")
            .Where(input => input.Type is not ("file" or "submit") && (input.Type != "checkbox" || input.IsChecked))
            .Select(input => KeyValuePair.Create(input.Name!, input.Value))];
}
