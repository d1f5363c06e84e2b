using System.Diagnostics;
using System.Net;

namespace AltogicAuth.Tests.Setup;

/// <summary>The app as a process of its own: asked for its health, and stopped while it works.</summary>
public sealed class ShutdownTests
{
    [Fact]
    public async Task On_sigterm_readiness_goes_off_requests_finish_and_the_process_ends_well()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "SIGTERM is for Unix.");
        var data = Directory.CreateTempSubdirectory("altogic-auth-stop-");
        using var app = Start(data, "http://127.0.0.1:0");
        var address = await AddressOfAsync(app);
        using var http = new HttpClient { BaseAddress = new Uri(address), Timeout = Timeout.InfiniteTimeSpan };

        using var healthy = Start(data, address, "--health");
        await healthy.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, healthy.ExitCode);

        // A request that is still under way when the signal comes.
        using var slow = new StringContent("{\"endpoint\":\"auth/user\",\"kind\":\"Latency\",\"milliseconds\":1500}");
        (await http.PostAsync("/e:local/_faults", slow)).EnsureSuccessStatusCode();
        var underWay = http.GetAsync("/healthz/ready");
        while (!(await http.GetStringAsync("/e:local/_faults")).Contains("auth/user", StringComparison.Ordinal))
        {
        }

        (await http.DeleteAsync("/e:local/_faults")).EnsureSuccessStatusCode();
        Assert.Equal(0, kill(app.Id, 15));
        while ((await http.GetAsync("/healthz/ready")).StatusCode != HttpStatusCode.ServiceUnavailable)
        {
        }

        Assert.True((await underWay).StatusCode is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable);
        await app.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, app.ExitCode);

        using var unhealthy = Start(data, address, "--health");
        await unhealthy.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, unhealthy.ExitCode);
        data.Delete(recursive: true);
    }

    [System.Runtime.InteropServices.DllImport("libc")]
    private static extern int kill(int process, int signal);

    private static Process Start(DirectoryInfo data, string urls, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "AltogicAuth.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = data.FullName,
            Environment =
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Development",
                ["ASPNETCORE_URLS"] = urls,
                ["LocalBackend__PasswordIterations"] = "10",
                ["Shutdown__Drain"] = "00:00:06",
            },
        };
        return Process.Start(start)!;
    }

    private static async Task<string> AddressOfAsync(Process app)
    {
        while (await app.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Contains("Now listening on: ", StringComparison.Ordinal))
            {
                _ = app.StandardOutput.ReadToEndAsync();
                return line.Split("Now listening on: ")[1].Trim().Trim('"');
            }
        }

        throw new InvalidOperationException("The app ended before it listened.");
    }
}
