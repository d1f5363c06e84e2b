using AltogicAuth.Benchmarks.Sites;
using AltogicAuth.Pages;
using BenchmarkDotNet.Attributes;
using Yardstick.Pages;

namespace AltogicAuth.Benchmarks.Micro;

/// <summary>Whole pages through the in-memory server, beside the yardstick's.</summary>
public class PageBenchmarks
{
    private readonly InMemorySite<LoginModel> _app = new();
    private readonly InMemorySite<FormModel> _yardstick = new();
    private HttpClient _toApp = null!;
    private HttpClient _toYardstick = null!;
    private OpenForm _login = null!;
    private string _cookies = null!;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _toApp = _app.NewClient();
        _toYardstick = _yardstick.NewClient();
        _login = await Visitor.OpenFormAsync(_toApp, "/login", Visitor.Typed(sessions: 1));
        _cookies = await Visitor.LogInAsync(_toApp, sessions: 1);
    }

    [Benchmark]
    public Task<int> GetLogin() => SendAsync(_toApp, new HttpRequestMessage(HttpMethod.Get, "/login"));

    [Benchmark]
    public Task<int> GetYardstickForm() => SendAsync(_toYardstick, new HttpRequestMessage(HttpMethod.Get, "/form"));

    [Benchmark]
    public Task<int> PostLogin() => SendAsync(_toApp, _login.NewPost("/login"));

    [Benchmark]
    public Task<int> GetProfile() =>
        SendAsync(_toApp, new HttpRequestMessage(HttpMethod.Get, "/profile") { Headers = { { "Cookie", _cookies } } });

    [Benchmark]
    public Task<int> GetYardstickCalls() => SendAsync(_toYardstick, new HttpRequestMessage(HttpMethod.Get, "/calls"));

    [GlobalCleanup]
    public void CleanUp()
    {
        _app.Dispose();
        _yardstick.Dispose();
    }

    private static async Task<int> SendAsync(HttpClient client, HttpRequestMessage request)
    {
        using var response = await client.SendAsync(request);
        return (await response.Content.ReadAsByteArrayAsync()).Length;
    }
}
