using System.Net;
using System.Text.Json.Nodes;
using AltogicAuth.Tests.App;
using AltogicAuth.Tests.Shared;

namespace AltogicAuth.Tests.Security;

/// <summary>Sends random data to every form of the site, as a stranger and as a member, and looks at what comes back.</summary>
internal sealed class Fuzzer(Uri site, Random random) : IDisposable
{
    private static readonly string[] Rubbish =
    [
        "", " ", "\0", "<script>fuzz()</script>", "\"><img src=x onerror=fuzz()>", "'; drop table users; --", "{$gt:\"\"}", "{{7*7}}", "${jndi:ldap://x}",
        "%00", "%0d%0aSet-Cookie: fuzz=1", "\r\nBcc: all@example.test", "../../../etc/passwd", "//evil.example", "/\\evil.example", "https://evil.example",
        "javascript:fuzz()", "ａｄｍｉｎ＠ｘ", "\u202Egnp.exe", "👩‍🚀", "İıŞş", "NaN", "-1", "99999999999999999999", "true", "null", "[]", "{}", "a@b", "a@b.c",
        new string('A', 300), new string('é', 5_000), new string('(', 2_000) + "a+)+$", "ann@example.test", "a fine long phrase",
    ];

    /// <summary>Fields that some forms have hidden, and some that no form has.</summary>
    private static readonly string[] MoreFields = ["returnUrl", "ReturnUrl", "Input.AcceptedEmail", "Input.RememberMe", "Input.IsAdmin", "Input.EmailVerified"];

    /// <summary>Names of fields that a reader of forms may stumble over.</summary>
    private static readonly string[] OddNames = ["x[", "x]=", "[", "[]", "Input[Email", "Input[Email]", "Input.", ".", "Input..Email", "\0", "", "=?utf-7?B?eA==?="];

    /// <summary>Of a part of a form.</summary>
    private static readonly string[] OddTypes = ["text/plain; charset=utf-7", "text/plain; charset=nonsense", "text/plain; charset=\"utf-8", "multipart/mixed; boundary=y", ";"];

    /// <summary>After these the member has to log in again, or is gone.</summary>
    private static readonly string[] Endings = ["/logout", "/profile/end-all-sessions", "/profile/delete"];

    private readonly HttpClient _stranger = NewBrowser(site);
    private HttpClient _member = NewBrowser(site);
    private string _strangersToken = "";
    private string _membersToken = "";

    public async Task RunAsync(int requests)
    {
        _strangersToken = await TokenAsync(_stranger, "/login");
        await BecomeMemberAsync();
        var forms = SiteForms.All.ToList();
        var stale = 0;
        for (var i = 0; i < requests; i++)
        {
            var (target, form) = forms[random.Next(forms.Count)];
            var isMember = target == "/logout" || target.StartsWith("/profile", StringComparison.Ordinal);
            var hasToken = i % 2 == 0;
            var token = !hasToken ? Pick() : isMember ? _membersToken : _strangersToken;
            using var request = new HttpRequestMessage(HttpMethod.Post, WithQuery(target)) { Content = Body(form.Fields, token) };
            using var response = await (isMember ? _member : _stranger).SendAsync(request);

            await AssertHarmlessAsync($"request {i}: {request.RequestUri}", response);
            stale += hasToken && response.StatusCode == HttpStatusCode.BadRequest ? 1 : 0;
            if (hasToken && isMember && Endings.Contains(target))
            {
                await BecomeMemberAsync();
            }
        }

        Assert.True(stale < requests / 4, $"{stale} of {requests / 2} valid tokens were rejected: the random data behind them was not looked at");
    }

    public void Dispose()
    {
        _stranger.Dispose();
        _member.Dispose();
    }

    private static async Task AssertHarmlessAsync(string what, HttpResponseMessage response)
    {
        Assert.True((int)response.StatusCode < 500, $"{what}: {(int)response.StatusCode}");
        Assert.True(response.Headers.Location is not { } location || location.OriginalString is ['/', not '/' and not '\\', ..] or "/", $"{what} leads to {response.Headers.Location}");
        if (response.Content.Headers.ContentType?.MediaType == "text/html")
        {
            var html = await response.Content.ReadAsStringAsync();
            Assert.False(html.Contains("<script>fuzz", StringComparison.Ordinal) || html.Contains("<img src=x", StringComparison.Ordinal), $"{what} reflects markup");
        }
    }

    private static HttpClient NewBrowser(Uri site) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true }) { BaseAddress = site, Timeout = Timeout.InfiniteTimeSpan };

    private static async Task<string> TokenAsync(HttpClient browser, string address) =>
        FieldsOf(await ReadAsync(browser, address)).First(field => field.Key == "__RequestVerificationToken").Value;

    private static List<KeyValuePair<string, string>> FieldsOf(Page page) => page.FieldsOf(page.Form("main form"));

    private static async Task<Page> ReadAsync(HttpClient browser, string address)
    {
        var response = await browser.GetAsync(address);
        return await Page.ReadAsync(address, response, await response.Content.ReadAsByteArrayAsync());
    }

    private async Task BecomeMemberAsync()
    {
        _member.Dispose();
        _member = NewBrowser(site);
        var user = TestUser.New();
        await Registration.SignUpAsync(_member, user.Email, user.Password);
        var link = await Eventually.FindAsync("the mail that confirms", async () => JsonNode.Parse(await _member.GetStringAsync("/e:local/_mail.json"))!
            .AsArray().FirstOrDefault(mail => mail!["to"]!.ToString() == user.Email)?["link"]!.ToString());
        await Registration.ConfirmAsync(_member, link);

        var fields = FieldsOf(await ReadAsync(_member, "/login")).Where(field => !field.Key.StartsWith("Input", StringComparison.Ordinal));
        var login = await _member.PostAsync("/login", new FormUrlEncodedContent(
            [.. fields, KeyValuePair.Create("Input.Identifier", user.Email), KeyValuePair.Create("Input.Password", user.Password)]));
        Assert.Equal(HttpStatusCode.SeeOther, login.StatusCode);
        _membersToken = await TokenAsync(_member, "/profile");
    }

    private string WithQuery(string target) => random.Next(3) != 0
        ? target
        : $"{target}{(target.Contains('?') ? '&' : '?')}returnUrl={Uri.EscapeDataString(Pick())}";

    private HttpContent Body(string[] fields, string token)
    {
        var pairs = fields.Where(_ => random.Next(8) != 0)
            .Concat(MoreFields.Where(_ => random.Next(4) == 0))
            .SelectMany(field => Enumerable.Repeat(field, random.Next(10) == 0 ? 2 : 1))
            .Select(field => KeyValuePair.Create(field, Pick()))
            .Concat(OddNames.Where(_ => random.Next(40) == 0).Select(name => KeyValuePair.Create(name, Pick())))
            .Append(KeyValuePair.Create("__RequestVerificationToken", token)).ToList();
        if (random.Next(6) != 0 && fields is not ["Photo"])
        {
            return new FormUrlEncodedContent(pairs);
        }

        var form = new MultipartFormDataContent();
        foreach (var (name, value) in pairs.Where(pair => pair.Key is not ("Photo" or "" or "\0")))
        {
            var part = new StringContent(value);
            if (random.Next(20) == 0)
            {
                part.Headers.Remove("Content-Type");
                part.Headers.TryAddWithoutValidation("Content-Type", OddTypes[random.Next(OddTypes.Length)]);
            }

            form.Add(part, name);
        }

        var junk = new byte[random.Next(400)];
        random.NextBytes(junk);
        form.Add(new ByteArrayContent([.. random.Next(2) == 0 ? new byte[] { 0xFF, 0xD8, 0xFF } : "GIF89a"u8.ToArray(), .. junk]), "Photo", "../x.png");
        return form;
    }

    private string Pick() => Rubbish[random.Next(Rubbish.Length)];
}
