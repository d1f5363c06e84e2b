using System.Net;
using System.Runtime.InteropServices;
using AltogicAuth.Tests.App;
using AltogicAuth.Tests.Shared;

namespace AltogicAuth.Tests.Hosting;

/// <summary>A disk that is full: the system lets the app's process write no more to any file.</summary>
public sealed class FullDiskTests
{
    private const int FileSize = 1;

    [Fact]
    public async Task App_is_not_ready_while_the_disk_is_full()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Limits of another process are for Linux.");
        await using var app = new AppProcess(start =>
        {
            // Else the limit ends the process instead of failing its writes.
            string[] command = ["-c", "trap '' XFSZ; exec \"$@\"", "sh", start.FileName, .. start.ArgumentList];
            start.FileName = "sh";
            start.ArgumentList.Clear();
            Array.ForEach(command, start.ArgumentList.Add);
        }, "--urls=http://127.0.0.1:0");
        var (_, address) = await app.StartedAsync();
        // Reads what it logs, or the log would hold it up.
        var ended = app.EndedAsync();
        using var http = new HttpClient { BaseAddress = address };
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(http, "/healthz/ready"));

        LimitFiles(app, 0);
        await Eventually.HappensAsync("readiness goes off", async () => await StatusOfAsync(http, "/healthz/ready") == HttpStatusCode.ServiceUnavailable);
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(http, "/healthz/live"));
        using (var signIn = await SignInAsync(http))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, signIn.StatusCode);
            Assert.NotNull(signIn.Headers.RetryAfter);
            Assert.Contains("\"database_unavailable\"", await signIn.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        LimitFiles(app, ulong.MaxValue);
        await Eventually.HappensAsync("readiness comes back", async () => await StatusOfAsync(http, "/healthz/ready") == HttpStatusCode.OK);
        using (var signIn = await SignInAsync(http))
        {
            Assert.Equal(HttpStatusCode.OK, signIn.StatusCode);
        }

        app.Terminate();
        Assert.Equal(0, (await ended).ExitCode);
    }

    private static async Task<HttpStatusCode> StatusOfAsync(HttpClient http, string address) =>
        (await http.GetAsync(address, TestContext.Current.CancellationToken)).StatusCode;

    /// <summary>The demo user, at the backend.</summary>
    private static async Task<HttpResponseMessage> SignInAsync(HttpClient http)
    {
        using var request = Registration.NewRequest(HttpMethod.Post, "auth/signin-email", new { email = "demo@example.com", password = "correct horse demo" });
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    // The lower limit only, which may be raised again.
    private static void LimitFiles(AppProcess app, ulong bytes) =>
        Assert.Equal(0, prlimit(app.Id, FileSize, [bytes, ulong.MaxValue], IntPtr.Zero));

    [DllImport("libc")]
    private static extern int prlimit(int process, int resource, ulong[] limits, IntPtr former);
}
