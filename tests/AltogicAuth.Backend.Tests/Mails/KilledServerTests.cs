using System.Diagnostics;
using System.Net.Http.Json;
using AltogicAuth.Tests.Shared;
using SmtpServer.Protocol;

namespace AltogicAuth.Backend.Tests.Mails;

/// <summary>The server as a process that is killed while it has mails to send.</summary>
public sealed class KilledServerTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("altogic-backend-killed-");

    public void Dispose()
    {
        TestDatabase.Delete(_data.FullName);
        _data.Delete(recursive: true);
    }

    [Fact, Trait("Set", "Long")]
    public async Task Mail_of_a_killed_server_is_sent_once_or_at_most_twice()
    {
        const int rounds = 9;
        await using var mailServer = await MailServer.StartAsync();
        for (var round = 0; round < rounds; round++)
        {
            // Killed after queueing, while the mail is sent, and when it was accepted but perhaps not recorded, in turn.
            var phase = round % 3;
            var killed = new TaskCompletionSource<SmtpResponse?>(TaskCreationOptions.RunContinuationsAsynchronously);
            mailServer.Respond = () => phase == 2 ? Task.FromResult<SmtpResponse?>(SmtpResponse.Ok) : killed.Task;
            var attempts = mailServer.Attempts;
            using (var server = await StartAsync(mailServer))
            {
                await SignUpAsync(server.Url, $"ann-{round}@example.test");
                if (phase > 0)
                {
                    await Eventually.HappensAsync("the mail comes in", () => Task.FromResult(mailServer.Attempts > attempts));
                }
            }

            killed.SetResult(null);
        }

        mailServer.RespondWith(SmtpReplyCode.Ok);
        // As when the five minutes are over for which a node has a mail.
        TestDatabase.Query(_data.FullName, "update outbox set due_at = 0");
        using (await StartAsync(mailServer))
        {
            await Eventually.HappensAsync("the outbox is empty", () => Task.FromResult(TestDatabase.Query(_data.FullName, "select id from outbox").Count == 0));
        }

        var sent = mailServer.Mails.GroupBy(mail => mail.To.ToString()).ToDictionary(mails => mails.Key, mails => mails.ToList());
        Assert.Equal(rounds, sent.Count);
        Assert.All(sent.Values, mails =>
        {
            Assert.InRange(mails.Count, 1, 2);
            Assert.Single(mails.Select(mail => mail.MessageId).Distinct());
        });
    }

    private static async Task SignUpAsync(string url, string email)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("X-Client-Key", "key");
        using var response = await http.PostAsJsonAsync(
            $"{url}/_api/rest/v1/auth/signup-email", new { email, password = "secret phrase" }, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}");
    }

    private async Task<RunningServer> StartAsync(MailServer mailServer)
    {
        string[] arguments =
        [
            "--environment=Production", "--urls=http://127.0.0.1:0", $"--Backend:DataDirectory={_data.FullName}", "--Backend:ClientKey=key",
            "--Backend:PublicUrl=https://backend.example.test/e:local", "--Backend:PasswordIterations=10", "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Information",
            .. mailServer.Settings.Select(setting => $"--Backend:{setting.Item1}={setting.Item2}"),
            .. TestDatabase.SettingsOf(_data.FullName).Select(setting => $"--{setting.Key}={setting.Value}"),
        ];
        var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "AltogicAuth.Backend.Server.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = _data.FullName,
        })!;
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            const string listening = "Now listening on: ";
            if (line.IndexOf(listening, StringComparison.Ordinal) is >= 0 and var start)
            {
                // Not to block the server once the pipe is full.
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return new RunningServer(process, line[(start + listening.Length)..].Split('"')[0]);
            }
        }

        throw new InvalidOperationException("The server did not start.");
    }

    /// <summary>Killed where it is disposed of.</summary>
    private sealed record RunningServer(Process Process, string Url) : IDisposable
    {
        public void Dispose()
        {
            Process.Kill();
            Process.WaitForExit();
            Process.Dispose();
        }
    }
}
