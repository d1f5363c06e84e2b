using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AltogicAuth.Benchmarks.Backend;

/// <summary>The stand-in as a server of its own. <c>/_latency/20</c> sets what each call waits; <c>/_calls</c> tells how many came.</summary>
public static class FixedBackend
{
    public static async Task RunAsync(string port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls($"http://127.0.0.1:{port}");
        builder.Services.AddLogging();
        var app = builder.Build();
        var latency = TimeSpan.Zero;
        long calls = 0;
        app.Run(async http =>
        {
            var path = http.Request.Path.Value!;
            if (path.StartsWith("/_latency/", StringComparison.Ordinal))
            {
                latency = TimeSpan.FromMilliseconds(int.Parse(path["/_latency/".Length..], CultureInfo.InvariantCulture));
                return;
            }

            if (path == "/_calls")
            {
                await http.Response.WriteAsync(Interlocked.Read(ref calls).ToString(CultureInfo.InvariantCulture));
                return;
            }

            Interlocked.Increment(ref calls);
            if (latency > TimeSpan.Zero)
            {
                await Task.Delay(latency);
            }

            http.Response.ContentType = "application/json; charset=utf-8";
            var response = FixedAnswers.For(path, await TokenOfAsync(http.Request));
            http.Response.ContentLength = response.Length;
            await http.Response.Body.WriteAsync(response);
        });
        await app.RunAsync();
    }

    // A login names the sessions it wants by its address: sessions-100@example.test.
    private static async Task<string?> TokenOfAsync(HttpRequest request)
    {
        if (!HttpMethods.IsPost(request.Method))
        {
            return request.Headers["Session"];
        }

        var login = await request.ReadFromJsonAsync<Login>();
        return login?.Email?.Split('@', '-') is ["sessions", var count, ..] ? FixedAnswers.TokenFor(int.Parse(count, CultureInfo.InvariantCulture)) : null;
    }

    private sealed record Login(string? Email);
}
