using AltogicAuth.Tests.App;

namespace AltogicAuth.Tests.Hosting;

/// <summary>What somebody sees who starts the app.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task A_first_start_says_where_app_and_mailbox_are_and_whom_to_log_in_as_and_nothing_else()
    {
        await using var app = new AppProcess("--urls=http://127.0.0.1:0");

        var (lines, address) = await app.StartedAsync();

        Assert.Collection(lines,
            line => Assert.Contains($"App:       {address}", line),
            line => Assert.Contains($"Mailbox:   {address}e:local/_mail", line),
            line => Assert.Contains("Demo user: demo@example.com", line));
    }
}
