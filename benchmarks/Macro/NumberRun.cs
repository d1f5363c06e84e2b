using System.Diagnostics;
using System.Net.Http.Json;
using AltogicAuth.Benchmarks.Sites;

namespace AltogicAuth.Benchmarks.Macro;

/// <summary>
/// Whether the duration of a response reveals if a number has an account: the median of each form for numbers that are known, waiting for their
/// code, and unknown, asked in turn. The app runs with its own backend, with passwords hashed as in production.
/// </summary>
public static class NumberRun
{
    private const string Password = "correct horse battery";

    private enum Kind
    {
        Known,
        Unconfirmed,
        Unknown,
    }

    public static async Task RunAsync()
    {
        using var stage = await Stage.SetAsync();
        await using var app = await stage.StartAppWithBackendAsync(
            ("Backend:Phone", "true"), ("Backend:AllowVerifiedSignUp", "true"), ("RateLimits:MessageCooldown", "00:00:00"));
        app.Client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");

        var figures = new Figures();
        figures.Head("form", "known, ms", "unconfirmed, ms", "unknown, ms");
        // Only the first one has no minimum duration, and so needs more samples.
        (string Path, string? CodeFrom, int Samples)[] forms =
        [
            ("/login", null, 200), ("/login-with-magic-link", null, 20), ("/forgot-password", null, 20), ("/resend-verification", null, 20),
            ("/register", null, 20), ("/enter-code", "/login-with-magic-link", 20), ("/enter-code/new-password", "/forgot-password", 20),
        ];
        foreach (var (form, number) in forms.Zip(Enumerable.Range(1, forms.Length)))
        {
            var medians = await MeasureAsync(app, form.Path, form.CodeFrom, form.Samples, $"+90532{number}");
            figures.Row([form.Path, .. medians.Select(Figures.Ms)]);
        }

        Console.WriteLine(figures);
    }

    /// <summary>The medians of a form, in the order of the kinds. Each number is used once, and the first one of each kind does not count.</summary>
    private static async Task<IEnumerable<TimeSpan>> MeasureAsync(Server app, string path, string? codeFrom, int samples, string prefix)
    {
        var kinds = Enum.GetValues<Kind>();
        var durations = kinds.ToDictionary(kind => kind, _ => new List<TimeSpan>());
        for (var sample = 0; sample <= samples; sample++)
        {
            foreach (var kind in kinds)
            {
                var number = $"{prefix}{(int)kind}{sample:D5}";
                await SignUpAsync(app, number, kind);
                var cookies = codeFrom is null ? null : await RequestCodeAsync(app, codeFrom, number);
                var form = await Visitor.OpenFormAsync(app.Client, path, cookies, Typed(number));
                var began = Stopwatch.GetTimestamp();
                using var response = await app.Client.SendAsync(form.NewPost(path));
                durations[kind].Add(Stopwatch.GetElapsedTime(began));
            }
        }

        return kinds.Select(kind => Median.Middle(durations[kind].Skip(1), duration => duration));
    }

    private static async Task SignUpAsync(Server app, string phone, Kind kind)
    {
        if (kind == Kind.Unknown)
        {
            return;
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, "/e:local/_api/rest/v1/auth/signup-phone")
        {
            Headers = { { "X-Client-Key", Stage.BackendClientKey } },
            Content = JsonContent.Create(new { phone, password = Password, nameOrUserData = new { name = "Ada", phoneVerified = kind == Kind.Known } }),
        };
        using var response = await app.Client.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }

    private static async Task<string> RequestCodeAsync(Server app, string path, string number)
    {
        var form = await Visitor.OpenFormAsync(app.Client, path, Typed(number));
        using var response = await app.Client.SendAsync(form.NewPost(path));
        return Visitor.CookiesOf(response);
    }

    private static (string, string)[] Typed(string number) =>
    [
        ("Input.Identifier", number), ("Input.Name", "Ada"), ("Input.Password", $"{Password} staple"), ("Input.NewPassword", $"{Password} staple"), ("Input.Code", "0000"),
    ];
}
