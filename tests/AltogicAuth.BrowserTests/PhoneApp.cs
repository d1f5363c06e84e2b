using System.Net.Http.Json;
using AltogicAuth.Tests.Shared;

namespace AltogicAuth.BrowserTests;

/// <summary>The app where an account may have a phone number, as in a fresh clone.</summary>
public sealed class PhoneApp : BrowserApp
{
    public PhoneApp() => Settings["Backend:Phone"] = "true";

    /// <summary>The newest code of its kind.</summary>
    public async Task<string> ReadCodeAsync(string number, string action)
    {
        using var client = NewClient();
        var text = await Eventually.FindAsync($"the code {action} to {number}", async () =>
        {
            var texts = await client.GetFromJsonAsync<Sms[]>("/e:local/_sms.json", TestContext.Current.CancellationToken);
            return texts!.FirstOrDefault(text => text.To == number && text.Action == action);
        });
        return text.Code;
    }
}

public sealed record Sms(string To, string Action, string Code);
