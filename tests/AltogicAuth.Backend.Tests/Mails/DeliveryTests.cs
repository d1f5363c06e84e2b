using AltogicAuth.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using SmtpServer.Protocol;

namespace AltogicAuth.Backend.Tests.Mails;

/// <summary>Mails over real SMTP.</summary>
public sealed class DeliveryTests
{
    private const string Email = "ann@example.test";

    [Fact]
    public async Task Mail_is_sent_with_authentication_headers_and_both_parts()
    {
        await using var server = await MailServer.StartAsync(requiresAuthentication: true);
        await using var backend = await StartAsync(
            server, ("Smtp:User", MailServer.User), ("Smtp:Password", MailServer.Password), ("Smtp:FromName", "The Shop"));

        await SignUpAsync(backend);

        var mail = await server.NextMailAsync();
        var copy = Assert.Single(await backend.NewCaller().MailsAsync(Email));
        Assert.Equal("\"The Shop\" <no-reply@altogic.example.test>", mail.From.ToString());
        Assert.Equal((Email, Email), (mail.To.ToString(), mail.Headers["X-Recipients"]));
        Assert.Equal((string?)copy["subject"], mail.Subject);
        Assert.Equal((string?)copy["text"], mail.TextBody!.ReplaceLineEndings("\n"));
        Assert.Equal((string?)copy["html"], mail.HtmlBody!.ReplaceLineEndings("\n"));
        Assert.Contains((string)copy["link"]!, mail.TextBody);
        Assert.Equal("auto-generated", mail.Headers["Auto-Submitted"]);
        Assert.Matches("^[0-9a-f]{32}@altogic.example.test$", mail.MessageId);
        Assert.Equal(backend.Clock.GetUtcNow().ToUnixTimeSeconds(), mail.Date.ToUnixTimeSeconds());
        await IsDoneAsync(backend);
    }

    [Fact]
    public async Task Permanently_rejected_mail_is_given_up()
    {
        await using var server = await MailServer.StartAsync();
        server.RespondWith(SmtpReplyCode.MailboxUnavailable, $"no such user {Email}");
        await using var backend = await StartAsync(server);

        await SignUpAsync(backend);

        await IsLoggedAsync(backend, "A mail is given up: email-confirm, attempt 1, 550 MessageNotAccepted");
        Assert.Equal((1, 0L), (server.Attempts, Waiting(backend)));
        Assert.DoesNotContain(backend.Log.Lines, line => line.Text.Contains(Email));
    }

    [Theory]
    [InlineData(SmtpReplyCode.ServiceUnavailable)]
    [InlineData(SmtpReplyCode.Aborted)]
    public async Task Temporarily_rejected_mail_is_sent_later_as_the_same_message(SmtpReplyCode code)
    {
        await using var server = await MailServer.StartAsync();
        server.RespondWith(code);
        await using var backend = await StartAsync(server);
        await SignUpAsync(backend);
        await IsLoggedAsync(backend, $"email-confirm, {(int)code} MessageNotAccepted");
        var id = (string)Assert.Single(backend.Sql("select message_id from outbox"))[0];
        server.RespondWith(SmtpReplyCode.Ok);

        backend.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(id, (await server.NextMailAsync()).MessageId);
        await IsDoneAsync(backend);
        Assert.Equal(2, server.Attempts);
    }

    [Fact]
    public async Task Attempts_are_repeated_after_1_5_30_and_120_minutes()
    {
        await using var server = await MailServer.StartAsync();
        server.RespondWith(SmtpReplyCode.Aborted);
        await using var backend = await StartAsync(server, ("LinkLifetime", "1.00:00:00"));
        await SignUpAsync(backend);
        foreach (var (attempt, minutes) in ((int, int)[])[(1, 1), (2, 5), (3, 30), (4, 120)])
        {
            await Eventually.HappensAsync(
                $"attempt {attempt} has failed",
                () => Task.FromResult(backend.Log.Lines.Count(line => line.Text.StartsWith("A mail was not sent", StringComparison.Ordinal)) == attempt));
            var due = (backend.Clock.GetUtcNow() + TimeSpan.FromMinutes(minutes)).ToUnixTimeMilliseconds();
            Assert.Equal(due, Assert.Single(backend.Sql("select due_at from outbox"))[0]);
            backend.Clock.Advance(TimeSpan.FromMinutes(minutes));
        }

        await IsLoggedAsync(backend, "A mail is given up: email-confirm, attempt 5");
        Assert.Equal((5, 0L), (server.Attempts, Waiting(backend)));
    }

    [Fact]
    public async Task Slow_server_is_cut_off_after_two_minutes()
    {
        var released = new TaskCompletionSource<SmtpResponse?>();
        await using var server = await MailServer.StartAsync();
        server.Respond = () => released.Task;
        await using var backend = await StartAsync(server);
        await SignUpAsync(backend);
        await Eventually.HappensAsync("the mail came in", () => Task.FromResult(server.Attempts == 1));

        backend.Clock.Advance(TimeSpan.FromMinutes(2));

        await IsLoggedAsync(backend, "A mail was not sent");
        Assert.Equal(1, Waiting(backend));
        released.SetResult(new SmtpResponse(SmtpReplyCode.Aborted, "late"));
    }

    [Fact]
    public async Task Dropped_connection_delays_the_mail()
    {
        await using var server = await MailServer.StartAsync();
        server.Respond = () => Task.FromResult<SmtpResponse?>(null);
        await using var backend = await StartAsync(server);
        await SignUpAsync(backend);
        await IsLoggedAsync(backend, "A mail was not sent");
        server.RespondWith(SmtpReplyCode.Ok);

        backend.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(Email, (await server.NextMailAsync()).To.ToString());
        await IsDoneAsync(backend);
    }

    [Fact]
    public async Task Unreachable_server_delays_the_mail_and_the_call_succeeds()
    {
        var server = await MailServer.StartAsync();
        await server.DisposeAsync();
        await using var backend = await StartAsync(server);

        await SignUpAsync(backend);

        await IsLoggedAsync(backend, "A mail was not sent");
        Assert.Equal(1, Waiting(backend));
    }

    [Fact]
    public async Task Expired_link_is_never_sent()
    {
        await using var server = await MailServer.StartAsync();
        server.RespondWith(SmtpReplyCode.Aborted);
        await using var backend = await StartAsync(server, ("LinkLifetime", "00:02:00"));
        await SignUpAsync(backend);
        await IsLoggedAsync(backend, "A mail was not sent");
        server.RespondWith(SmtpReplyCode.Ok);

        backend.Clock.Advance(TimeSpan.FromMinutes(2));

        await IsLoggedAsync(backend, "A mail is given up: email-confirm, attempt 2, the link expired");
        Assert.Equal((1, 0L), (server.Attempts, Waiting(backend)));
    }

    [Fact]
    public async Task Mail_is_given_up_if_its_link_expires_before_the_next_attempt()
    {
        await using var server = await MailServer.StartAsync();
        server.RespondWith(SmtpReplyCode.Aborted);
        await using var backend = await StartAsync(server, ("LinkLifetime", "00:01:00"));

        await SignUpAsync(backend);

        await IsLoggedAsync(backend, "A mail is given up: email-confirm, attempt 1");
        Assert.Equal(0, Waiting(backend));
    }

    [Fact]
    public async Task Mail_whose_link_was_ended_is_not_sent()
    {
        await using var server = await MailServer.StartAsync();
        server.RespondWith(SmtpReplyCode.Aborted);
        await using var backend = await StartAsync(server);
        await SignUpAsync(backend);
        await IsLoggedAsync(backend, "A mail was not sent");

        var token = await backend.NewCaller().AccessTokenAsync(Email, "email-confirm");
        await backend.NewCaller().GetAsync($"auth/grant?key={token}");

        Assert.Equal(0, Waiting(backend));
    }

    [Fact]
    public async Task One_connection_serves_all_mails_that_wait()
    {
        var released = new TaskCompletionSource<SmtpResponse?>();
        await using var server = await MailServer.StartAsync();
        server.Respond = () => released.Task;
        await using var backend = await StartAsync(server);
        for (var i = 0; i < 5; i++)
        {
            await SignUpAsync(backend, $"ann-{i}@example.test");
        }

        released.SetResult(SmtpResponse.Ok);

        await Eventually.HappensAsync("all mails were sent", () => Task.FromResult(server.Mails.Count == 5));
        Assert.Equal(1, server.Sessions);
    }

    [Fact]
    public async Task Mail_that_cannot_be_queued_leaves_no_user()
    {
        await using var server = await MailServer.StartAsync();
        await using var backend = await StartAsync(server);
        backend.Sql("alter table outbox rename to elsewhere");
        Assert.Equal(500, (await backend.NewCaller().PostAsync("auth/signup-email", new { email = Email, password = "secret phrase" })).Status);

        backend.Sql("alter table elsewhere rename to outbox");

        await SignUpAsync(backend);
        Assert.Equal(Email, (await server.NextMailAsync()).To.ToString());
    }

    [Theory]
    [InlineData("Ann\r\nBcc: eve@evil")]
    [InlineData("Ann\r\n\r\nA text")]
    [InlineData("Ann\u2028Bcc: eve@evil")]
    public async Task Line_breaks_in_a_name_do_not_become_headers(string name)
    {
        await using var server = await MailServer.StartAsync();
        await using var backend = await StartAsync(server);
        await File.WriteAllTextAsync(Path.Combine(backend.Data.FullName, "mail-templates", "magic-link.txt"), "Subject: For {{user.name}}\n\nx", TestContext.Current.CancellationToken);
        var (caller, email, id, _) = await backend.NewUserAsync();
        await caller.PostAsync("db/object/update", new { model = "users", id, values = new { name } });

        await caller.PostAsync($"auth/send-magic?email={email}");

        var mail = await Eventually.FindAsync("the magic link", () => Task.FromResult(server.Mails.FirstOrDefault(mail => mail.Subject!.StartsWith("For", StringComparison.Ordinal))));
        Assert.Equal((email, "", "x"), (mail.Headers["X-Recipients"], mail.Bcc.ToString(), mail.TextBody!.Trim()));
        Assert.StartsWith("For Ann ", mail.Subject);
    }

    [Theory]
    [InlineData("en", "Confirm your email address – AltogicAuth")]
    [InlineData("tr", "E-posta adresinizi onaylayın – AltogicAuth")]
    [InlineData("ar", "تأكيد عنوان بريدك الإلكتروني – AltogicAuth")]
    public async Task Mail_arrives_in_the_language_of_its_reader(string language, string subject)
    {
        await using var server = await MailServer.StartAsync();
        await using var backend = await StartAsync(server);
        var caller = backend.NewCaller();
        caller.Http.DefaultRequestHeaders.Add("Accept-Language", language);

        await caller.PostAsync("auth/signup-email", new { email = Email, password = "secret phrase" });

        Assert.Equal(subject, (await server.NextMailAsync()).Subject);
    }

    [Fact]
    public async Task Backlog_counts_mails_and_the_age_of_the_oldest()
    {
        await using var server = await MailServer.StartAsync();
        server.RespondWith(SmtpReplyCode.Aborted);
        await using var backend = await BackendHost.StartAsync(now: new DateTimeOffset(2026, 11, 29, 12, 0, 0, TimeSpan.Zero), settings: server.Settings);
        var outbox = backend.Services.GetRequiredService<Messaging.Outbox>();
        Assert.Equal(new Messaging.OutboxBacklog(0, TimeSpan.Zero), await outbox.BacklogAsync());

        await SignUpAsync(backend, "ann@example.test");
        await SignUpAsync(backend, "bob@example.test");
        backend.Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(new Messaging.OutboxBacklog(2, TimeSpan.FromSeconds(5)), await outbox.BacklogAsync());
    }

    private static Task<BackendHost> StartAsync(MailServer server, params (string, string?)[] settings) =>
        BackendHost.StartAsync(settings: [.. server.Settings, .. settings]);

    private static async Task SignUpAsync(BackendHost backend, string email = Email) =>
        Assert.Equal(200, (await backend.NewCaller().PostAsync("auth/signup-email", new { email, password = "secret phrase" })).Status);

    private static long Waiting(BackendHost backend) => Convert.ToInt64(backend.Sql("select count(*) from outbox")[0][0], null);

    private static Task IsDoneAsync(BackendHost backend) => Eventually.HappensAsync("the outbox is empty", () => Task.FromResult(Waiting(backend) == 0));

    private static Task IsLoggedAsync(BackendHost backend, string text) =>
        Eventually.HappensAsync(text, () => Task.FromResult(backend.Log.Lines.Any(line => line.Text.Contains(text))));
}
