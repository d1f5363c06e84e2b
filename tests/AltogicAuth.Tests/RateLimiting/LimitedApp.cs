using AltogicAuth.Tests.App;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace AltogicAuth.Tests.RateLimiting;

/// <summary>The app with its limits on, behind a proxy that says where each visitor comes from.</summary>
public class LimitedApp : TestApp
{
    public LimitedApp(params (string Key, string Value)[] settings)
    {
        Settings["RateLimits:Enabled"] = "true";
        foreach (var (key, value) in settings)
        {
            Settings[key] = value;
        }

        Wire = services => services.AddSingleton<IStartupFilter>(new Peer("127.0.0.1"));
    }

    public Visitor NewVisitorFrom(string address)
    {
        var visitor = NewVisitor();
        visitor.MoveTo(address);
        return visitor;
    }
}

/// <summary>The tests of a class share it, with users and addresses of their own.</summary>
public sealed class DefaultLimitsApp() : LimitedApp
{
    private int _addresses;

    /// <summary>An address that no other test has.</summary>
    public string NewAddress() => Moving.Address(Interlocked.Increment(ref _addresses));

    /// <summary>A user who has signed in at an address of their own.</summary>
    public async Task<(Visitor Visitor, TestUser User)> NewLoggedInFromAsync(string address)
    {
        var user = await NewUserAsync();
        var visitor = NewVisitorFrom(address);
        await visitor.LogInAsync(user);
        return (visitor, user);
    }
}

internal static class Moving
{
    /// <summary>From now on the visitor's requests come from there.</summary>
    public static void MoveTo(this Visitor visitor, string address)
    {
        visitor.Headers.Remove("X-Forwarded-For");
        visitor.Headers.Add("X-Forwarded-For", address);
    }

    /// <summary>An address that nobody else has.</summary>
    public static string Address(int number) => $"198.{18 + number / 65_536}.{number / 256 % 256}.{number % 256}";
}
