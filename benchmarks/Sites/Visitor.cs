using System.Net;
using AngleSharp.Html.Parser;

namespace AltogicAuth.Benchmarks.Sites;

/// <summary>A form as a browser that has opened it can post it, as often as it likes.</summary>
/// <param name="Cookies">The <c>Cookie</c> header.</param>
/// <param name="Body">The form, encoded.</param>
public sealed record OpenForm(string Cookies, string Body)
{
    public HttpRequestMessage NewPost(string path) => new(HttpMethod.Post, path)
    {
        Content = new StringContent(Body, null, "application/x-www-form-urlencoded"),
        Headers = { { "Cookie", Cookies } },
    };
}

/// <summary>What a browser does before it can be measured: opens forms, logs in, keeps cookies.</summary>
public static class Visitor
{
    public static Task<OpenForm> OpenFormAsync(HttpClient client, string path, params (string Name, string Value)[] typed) =>
        OpenFormAsync(client, path, cookies: null, typed);

    /// <summary>The same in a browser that has cookies.</summary>
    public static async Task<OpenForm> OpenFormAsync(HttpClient client, string path, string? cookies, params (string Name, string Value)[] typed)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (cookies is not null)
        {
            request.Headers.Add("Cookie", cookies);
        }

        using var response = await client.SendAsync(request);
        var html = await new HtmlParser().ParseDocumentAsync(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
        var token = html.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var form = new FormUrlEncodedContent(
            typed.Append(("__RequestVerificationToken", token)).Select(field => KeyValuePair.Create(field.Item1, field.Item2)));
        return new OpenForm(cookies is null ? CookiesOf(response) : $"{CookiesOf(response)}; {cookies}", await form.ReadAsStringAsync());
    }

    /// <summary>The cookies of a signed-in user who has the given number of sessions.</summary>
    public static async Task<string> LogInAsync(HttpClient client, int sessions)
    {
        var form = await OpenFormAsync(client, "/login", Typed(sessions));
        using var response = await client.SendAsync(form.NewPost("/login"));
        if (response.StatusCode != HttpStatusCode.SeeOther)
        {
            throw new InvalidOperationException($"The login responded {(int)response.StatusCode}.");
        }

        return $"{form.Cookies}; {CookiesOf(response)}";
    }

    /// <summary>The cookies of a member: the ticket, and what the first form adds.</summary>
    public static async Task<string> SignInAsync(HttpClient client, string signIn, string page)
    {
        using var response = await client.GetAsync(signIn);
        var ticket = CookiesOf(response);
        using var request = new HttpRequestMessage(HttpMethod.Get, page) { Headers = { { "Cookie", ticket } } };
        using var form = await client.SendAsync(request);
        return $"{ticket}; {CookiesOf(form.EnsureSuccessStatusCode())}";
    }

    public static (string Name, string Value)[] Typed(int sessions) =>
        [("Input.Identifier", $"sessions-{sessions}@example.test"), ("Input.Password", "correct horse battery")];

    public static string CookiesOf(HttpResponseMessage response) =>
        string.Join("; ", response.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0]));
}
