using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using AltogicAuth.Benchmarks.Sites;

namespace AltogicAuth.Benchmarks.Macro;

/// <summary>
/// How long a page takes while many people sign in, and what a member sees meanwhile. The app runs with its own backend, on
/// the same cores, with passwords hashed as in production.
/// </summary>
public static class SignInRun
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan BetweenPages = TimeSpan.FromMilliseconds(100);

    public static async Task RunAsync()
    {
        using var stage = await Stage.SetAsync();
        await using var app = await stage.StartAppWithBackendAsync();
        var (form, member) = await PrepareAsync(app);

        foreach (var visitors in (int[])[0, 32, 80])
        {
            using var enough = new CancellationTokenSource();
            var signIns = SignInUntilAsync(app, form, visitors, enough.Token);
            var page = await Wrk.RunAsync(new Uri(app.Address, "/login"), connections: 1, Length);
            var profiles = await VisitAsync(app, member);
            await enough.CancelAsync();
            var statuses = await signIns;

            Console.WriteLine(
                $"{visitors} signing in: /login p50 {Figures.Ms(page.Median)} ms, p99 {Figures.Ms(page.P99)} ms; " +
                $"sign-ins responded {Counted(statuses)}; pages of a member responded {Counted(profiles)}");
        }
    }

    /// <summary>Registers a user. Returns the form of the login, filled in, and the cookies of a member.</summary>
    public static async Task<(OpenForm Form, string Member)> PrepareAsync(Server app)
    {
        app.Client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        await RegisterAsync(app);
        var form = await Visitor.OpenFormAsync(app.Client, "/login", Visitor.Typed(1));
        return (form, await Visitor.LogInAsync(app.Client, sessions: 1));
    }

    /// <summary>Visitors who sign in again and again. Returns the status of each response.</summary>
    public static async Task<IReadOnlyList<HttpStatusCode>> SignInUntilAsync(Server app, OpenForm form, int visitors, CancellationToken enough) =>
        [.. (await Task.WhenAll(Enumerable.Range(0, visitors).Select(_ => SignInAsync(app, form, enough)))).SelectMany(all => all)];

    private static async Task RegisterAsync(Server app)
    {
        var (email, password) = (Visitor.Typed(1)[0].Value, Visitor.Typed(1)[1].Value);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/e:local/_api/rest/v1/auth/signup-email")
        {
            Headers = { { "X-Client-Key", Stage.BackendClientKey } },
            Content = JsonContent.Create(new { email, password }),
        };
        using var response = await app.Client.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }

    private static async Task<IReadOnlyList<HttpStatusCode>> SignInAsync(Server app, OpenForm form, CancellationToken enough)
    {
        var statuses = new List<HttpStatusCode>();
        while (!enough.IsCancellationRequested)
        {
            using var response = await app.Client.SendAsync(form.NewPost("/login"), CancellationToken.None);
            statuses.Add(response.StatusCode);
            // As people do who are told to.
            await Task.Delay(response.Headers.RetryAfter?.Delta ?? TimeSpan.Zero, CancellationToken.None);
        }

        return statuses;
    }

    private static async Task<IReadOnlyList<HttpStatusCode>> VisitAsync(Server app, string cookies)
    {
        var statuses = new List<HttpStatusCode>();
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Length; await Task.Delay(BetweenPages))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/profile") { Headers = { { "Cookie", cookies } } };
            using var response = await app.Client.SendAsync(request);
            statuses.Add(response.StatusCode);
        }

        return statuses;
    }

    private static string Counted(IEnumerable<HttpStatusCode> statuses) =>
        string.Join(", ", statuses.CountBy(status => (int)status).OrderBy(count => count.Key).Select(count => $"{count.Key} × {count.Value}")) is { Length: > 0 } counts ? counts : "nothing";
}
