using System.Diagnostics;
using System.Net;
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
        Form[] forms =
        [
            new("/login", HttpStatusCode.Unauthorized, Samples: 200),
            new("/login-with-magic-link", HttpStatusCode.SeeOther), new("/forgot-password", HttpStatusCode.SeeOther),
            new("/resend-verification", HttpStatusCode.SeeOther), new("/register", HttpStatusCode.SeeOther),
            new("/enter-code", HttpStatusCode.UnprocessableEntity, CodeFrom: "/login-with-magic-link"),
            new("/enter-code/new-password", HttpStatusCode.UnprocessableEntity, CodeFrom: "/forgot-password"),
        ];
        foreach (var (form, number) in forms.Zip(Enumerable.Range(1, forms.Length)))
        {
            var medians = await MeasureAsync(app, form, $"+90532{number}");
            figures.Row([form.Path, .. medians.Select(Figures.Ms)]);
        }

        Console.WriteLine(figures);
    }

    /// <summary>The medians of a form, in the order of the kinds. Each number is used once, and the first one of each kind does not count.</summary>
    private static async Task<IEnumerable<TimeSpan>> MeasureAsync(Server app, Form measured, string prefix)
    {
        var kinds = Enum.GetValues<Kind>();
        var durations = kinds.ToDictionary(kind => kind, _ => new List<TimeSpan>());
        for (var sample = 0; sample <= measured.Samples; sample++)
        {
            foreach (var kind in kinds)
            {
                var number = $"{prefix}{(int)kind}{sample:D5}";
                await SignUpAsync(app, number, kind);
                var cookies = measured.CodeFrom is { } codeFrom ? await RequestCodeAsync(app, codeFrom, number) : null;
                var form = await Visitor.OpenFormAsync(app.Client, measured.Path, cookies, Typed(number));
                var began = Stopwatch.GetTimestamp();
                using var response = await app.Client.SendAsync(form.NewPost(measured.Path));
                durations[kind].Add(Stopwatch.GetElapsedTime(began));
                Require(measured.Status, response);
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
        Require(HttpStatusCode.SeeOther, response);
        return Visitor.CookiesOf(response);
    }

    private static void Require(HttpStatusCode status, HttpResponseMessage response)
    {
        if (response.StatusCode != status)
        {
            throw new InvalidOperationException($"{response.RequestMessage!.RequestUri} responded {(int)response.StatusCode} instead of {(int)status}.");
        }
    }

    private static (string, string)[] Typed(string number) =>
    [
        ("Input.Identifier", number), ("Input.Name", "Ada"), ("Input.Password", $"{Password} staple"), ("Input.NewPassword", $"{Password} staple"), ("Input.Code", "0000"),
    ];

    /// <summary>A form, with the status of its response for every kind of number, and the form that leads to it.</summary>
    private sealed record Form(string Path, HttpStatusCode Status, string? CodeFrom = null, int Samples = 20);
}
