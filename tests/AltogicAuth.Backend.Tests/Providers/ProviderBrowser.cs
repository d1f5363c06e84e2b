using System.Web;

namespace AltogicAuth.Backend.Tests.Providers;

/// <summary>What the app is told at its Redirect URL.</summary>
internal sealed record ProviderResult(Uri Location)
{
    public string? this[string parameter] => HttpUtility.ParseQueryString(Location.Query)[parameter];

    public string AccessToken => this["access_token"] ?? throw new InvalidOperationException($"No access token in {Location}.");

    /// <summary>Status and code of a failure.</summary>
    public (string? Status, string? Code) Failure => (this["status"], this["code"]);
}

/// <summary>A browser: it keeps cookies, and follows what a provider says.</summary>
internal sealed class ProviderBrowser(HttpClient http, FakeProviders fake)
{
    public Dictionary<string, string> Cookies { get; init; } = [];

    /// <summary>Begins at the backend, and returns the address at the provider.</summary>
    public async Task<Uri> StartAsync(string provider, params (string Name, string Value)[] headers) =>
        (await SendAsync(HttpMethod.Get, $"/e:local/_auth/{provider}", headers: headers)).Response.Headers.Location!;

    /// <summary>Comes back from the provider.</summary>
    public async Task<ProviderResult> ReturnAsync(Callback callback)
    {
        var form = new FormUrlEncodedContent(callback.Parameters);
        var path = new Uri(callback.Address).AbsolutePath;
        var result = callback.IsForm
            ? await SendAsync(HttpMethod.Post, path, form)
            : await SendAsync(HttpMethod.Get, $"{path}?{await form.ReadAsStringAsync()}");
        Assert.Equal(302, result.Status);
        var location = result.Response.Headers.Location!;
        Assert.StartsWith("https://app.example.test/auth-redirect?kept=1&status=", location.AbsoluteUri);
        return new ProviderResult(location);
    }

    public async Task<ProviderResult> SignInAsync(string provider) => await ReturnAsync(fake.Consent(await StartAsync(provider)));

    public async Task<ApiResult> SendAsync(HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (Cookies.Count > 0)
        {
            request.Headers.Add("Cookie", string.Join("; ", Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        }

        var response = await http.SendAsync(request);
        foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
        {
            var pair = cookie.Split(';')[0].Split('=', 2);
            if (cookie.Contains("expires=Thu, 01 Jan 1970", StringComparison.OrdinalIgnoreCase))
            {
                Cookies.Remove(pair[0]);
                continue;
            }

            Cookies[pair[0]] = pair[1];
        }

        return await ApiResult.ReadAsync(response);
    }
}
