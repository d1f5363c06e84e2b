using AltogicAuth.Authentication;
using AltogicAuth.Benchmarks.Sites;
using AltogicAuth.Pages;
using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AltogicAuth.Benchmarks.Micro;

/// <summary>What every request of a signed-in visitor begins with.</summary>
public class TicketBenchmarks
{
    private readonly InMemorySite<LoginModel> _app = new();
    private ISecureDataFormat<AuthenticationTicket> _tickets = null!;
    private string _cookie = null!;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        var cookies = await Visitor.LogInAsync(_app.NewClient(), sessions: 1);
        var options = _app.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(SessionTicket.Scheme);
        _tickets = options.TicketDataFormat;
        _cookie = cookies.Split("; ").Select(cookie => cookie.Split('=', 2)).Single(cookie => cookie[0].EndsWith("session", StringComparison.Ordinal))[1];
    }

    [Benchmark]
    public AuthenticationTicket Open() => _tickets.Unprotect(_cookie)!;

    [GlobalCleanup]
    public void CleanUp() => _app.Dispose();
}
