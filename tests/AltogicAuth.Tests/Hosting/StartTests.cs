using AltogicAuth.Tests.App;

namespace AltogicAuth.Tests.Hosting;

public sealed class StartTests
{
    [Fact]
    public async Task Startup_banner_names_app_mailbox_and_demo_user()
    {
        await using var app = new AppProcess("--urls=http://127.0.0.1:0");

        var (lines, address) = await app.StartedAsync();

        Assert.Collection(lines,
            line => Assert.Contains($"App:       {address}", line),
            line => Assert.Contains($"Mailbox:   {address}e:local/_mail", line),
            line => Assert.Contains("Demo user: demo@example.com", line));
    }
}
