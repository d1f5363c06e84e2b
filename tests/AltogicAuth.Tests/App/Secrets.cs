using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AltogicAuth.Tests.App;

/// <summary>
/// What no log may have: passwords, addresses, tokens, cookies and the keys of links, each from the moment when it is made
/// or typed. Every app of every test searches what it logged for them when it ends.
/// </summary>
public sealed partial class Secrets
{
    private readonly ConcurrentDictionary<string, bool> _known = new();

    public int Count => _known.Count;

    public void Add(string? secret)
    {
        // A plain word or a short one would be found in what has nothing to do with it.
        if (secret is { Length: >= 8 and <= 4_096 } && (IsPhone(secret) || secret.Any(char.IsLetter) && !secret.All(char.IsLetter)))
        {
            _known[secret] = true;
        }
    }

    public void AddFrom(IEnumerable<KeyValuePair<string, string>> fields)
    {
        foreach (var (field, value) in fields)
        {
            if (field.EndsWith("Password", StringComparison.Ordinal) || field.EndsWith("Email", StringComparison.Ordinal) || field.EndsWith("Phone", StringComparison.Ordinal) ||
                field.EndsWith("Identifier", StringComparison.Ordinal) || field == "__RequestVerificationToken")
            {
                Add(value);
            }
        }
    }

    /// <summary>The cookies that a response sets, and the token of the link that it leads to.</summary>
    public void AddFrom(HttpResponseMessage response)
    {
        foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : [])
        {
            Add(cookie.Split(';')[0].Split('=', 2)[1]);
        }

        AddFromLink(response.Headers.Location?.OriginalString);
    }

    public void AddFromLink(string? link)
    {
        foreach (Match secret in InLink().Matches(link ?? ""))
        {
            Add(Uri.UnescapeDataString(secret.Groups[1].Value));
        }
    }

    /// <summary>Nothing of what is known so far is in any of the lines, as it is or encoded.</summary>
    public void AssertAbsentFrom(IEnumerable<string> lines)
    {
        var forms = _known.Keys
            .SelectMany(secret => (string[])
            [
                secret, Uri.EscapeDataString(secret), WebUtility.UrlEncode(secret), WebUtility.HtmlEncode(secret),
                JsonEncodedText.Encode(secret).ToString(),
            ])
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var search = System.Buffers.SearchValues.Create([.. forms], StringComparison.OrdinalIgnoreCase);
        foreach (var line in lines)
        {
            if (line.AsSpan().ContainsAny(search))
            {
                Assert.Fail($"A secret is in a log: '{forms.First(form => line.Contains(form, StringComparison.OrdinalIgnoreCase))}' in '{line}'");
            }
        }
    }

    /// <summary>Registers the session tokens that the backend gives.</summary>
    public DelegatingHandler Tap() => new TapHandler(this);

    private static bool IsPhone(string text) => text[0] == '+' && text.Skip(1).All(char.IsAsciiDigit);

    [GeneratedRegex("[?&](?:access_token|key)=([^&]*)")]
    private static partial Regex InLink();

    [GeneratedRegex("\"token\"\\s*:\\s*\"([^\"]*)\"")]
    private static partial Regex InAnswer();

    private sealed class TapHandler(Secrets secrets) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            foreach (Match token in InAnswer().Matches(await response.Content.ReadAsStringAsync(cancellationToken)))
            {
                secrets.Add(token.Groups[1].Value);
            }

            return response;
        }
    }
}
