using System.Text;
using System.Text.RegularExpressions;

namespace AltogicAuth.Tests.App;

/// <summary>Between the app and its backend: to the app, every session's token is as long as this says.</summary>
public sealed partial class LongTokens(int length) : DelegatingHandler
{
    // No token of our backend has it.
    private const char Padding = '~';

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Headers.TryGetValues("Session", out var session))
        {
            var token = session.Single().TrimEnd(Padding);
            request.Headers.Remove("Session");
            request.Headers.Add("Session", token);
        }

        if (request.Content is { Headers.ContentType.MediaType: "application/json" } body)
        {
            var text = (await body.ReadAsStringAsync(cancellationToken)).Replace($"{Padding}", "");
            request.Content = new StringContent(text, Encoding.UTF8, "application/json");
        }

        var response = await base.SendAsync(request, cancellationToken);
        if (response.Content.Headers.ContentType?.MediaType == "application/json")
        {
            var text = Token().Replace(await response.Content.ReadAsStringAsync(cancellationToken),
                match => $"\"token\":\"{match.Groups[1].Value.PadRight(length, Padding)}\"");
            response.Content = new StringContent(text, Encoding.UTF8, "application/json");
        }

        return response;
    }

    [GeneratedRegex("\"token\":\"([^\"]+)\"")]
    private static partial Regex Token();
}
