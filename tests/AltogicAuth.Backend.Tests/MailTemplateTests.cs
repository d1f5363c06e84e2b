namespace AltogicAuth.Backend.Tests;

public sealed class MailTemplateTests
{
    [Fact]
    public async Task Own_template_replaces_the_embedded_one_at_the_next_mail()
    {
        await using var backend = await BackendHost.StartAsync();
        var folder = Path.Combine(backend.Data.FullName, "mail-templates");
        var caller = backend.NewCaller();
        // Nothing but the way to do it: a copy of what is shipped would go before what is shipped later.
        Assert.Equal(["README.txt"], Directory.GetFiles(folder).Select(Path.GetFileName));
        Assert.Contains("email-confirm.html", await File.ReadAllTextAsync(Path.Combine(folder, "README.txt")));

        var own = Path.Combine(folder, "email-confirm.txt");
        await File.WriteAllTextAsync(own, "Subject: Hi {{token.email}}\n\nGo to {{token.confirmationURL}}");
        await SignUpAsync(caller, "ann@example.test", "Ann");
        File.Delete(own);
        await SignUpAsync(caller, "bob@example.test", "Bob");

        var mail = Assert.Single(await caller.MailsAsync("ann@example.test"));
        Assert.Equal("Hi ann@example.test", (string?)mail["subject"]);
        Assert.Equal($"Go to {mail["link"]}", (string?)mail["text"]);
        Assert.DoesNotContain("Hi", (string?)Assert.Single(await caller.MailsAsync("bob@example.test"))["subject"]);
    }

    [Theory]
    [InlineData("tr-TR,tr;q=0.9", "E-posta adresinizi onaylayın – AltogicAuth")]
    [InlineData("ar-EG,ar;q=0.9,en;q=0.5", "تأكيد عنوان بريدك الإلكتروني – AltogicAuth")]
    [InlineData("de", "Hallo")]
    [InlineData("fr", "Confirm your email address – AltogicAuth")]
    [InlineData("ja", "Confirm your email address – AltogicAuth")]
    public async Task Mail_is_in_the_preferred_language_if_both_parts_exist(string accepted, string subject)
    {
        await using var backend = await BackendHost.StartAsync();
        var folder = Path.Combine(backend.Data.FullName, "mail-templates");
        await File.WriteAllTextAsync(Path.Combine(folder, "email-confirm.de.txt"), "Subject: Hallo\n\nx");
        await File.WriteAllTextAsync(Path.Combine(folder, "email-confirm.de.html"), "x");
        await File.WriteAllTextAsync(Path.Combine(folder, "email-confirm.fr.txt"), "Subject: Bonjour\n\nx");
        var caller = backend.NewCaller();
        caller.Http.DefaultRequestHeaders.Add("Accept-Language", accepted);

        await SignUpAsync(caller, "ann@example.test", "Ann");

        Assert.Equal(subject, (string?)Assert.Single(await caller.MailsAsync("ann@example.test"))["subject"]);
    }

    [Fact]
    public async Task Template_directory_is_relative_to_the_content_root()
    {
        var root = Directory.CreateTempSubdirectory("altogic-backend-root-");
        try
        {
            var folder = root.CreateSubdirectory("texts");
            await using var backend = await BackendHost.StartAsync(contentRoot: root, settings: [("MailTemplates", "texts")]);
            var caller = backend.NewCaller();
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "email-confirm.txt"), "Subject: Hi\n\nx");

            await SignUpAsync(caller, "ann@example.test", "Ann");

            Assert.Equal("Hi", (string?)Assert.Single(await caller.MailsAsync("ann@example.test"))["subject"]);
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Placeholders_of_a_subject_are_filled_in_every_part()
    {
        await using var backend = await BackendHost.StartAsync();
        var folder = Path.Combine(backend.Data.FullName, "mail-templates");
        await File.WriteAllTextAsync(Path.Combine(folder, "magic-link.txt"), "Subject: A link for {{user.name}}\n\nx", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "magic-link.html"), "<p>The text</p>", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "layout.html"), "<title>{{mail.subject}}</title>{{ mail.content }}", TestContext.Current.CancellationToken);
        var (caller, email, id, _) = await backend.NewUserAsync();
        await caller.PostAsync("db/object/update", new { model = "users", id, values = new { name = "<b>Ann</b>" } });

        await caller.PostAsync($"auth/send-magic?email={email}");

        var mail = (await caller.MailsAsync(email))[0];
        Assert.Equal("A link for <b>Ann</b>", (string?)mail["subject"]);
        Assert.Equal("<title>A link for &lt;b&gt;Ann&lt;/b&gt;</title><p>The text</p>", (string?)mail["html"]);
    }

    [Fact]
    public async Task Braces_in_a_value_are_not_filled()
    {
        await using var backend = await BackendHost.StartAsync();
        var folder = Path.Combine(backend.Data.FullName, "mail-templates");
        await File.WriteAllTextAsync(Path.Combine(folder, "email-confirm.txt"), "Subject: For {{token.email}}\n\nx", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "layout.html"), "<title>{{mail.subject}}</title>", TestContext.Current.CancellationToken);
        var caller = backend.NewCaller();

        await SignUpAsync(caller, "{{mail.content}}@example.test", "Ann");

        var mail = Assert.Single(await caller.MailsAsync());
        Assert.Equal(("For {{mail.content}}@example.test", "<title>For {{mail.content}}@example.test</title>"), ((string?)mail["subject"], (string?)mail["html"]));
    }

    private static async Task SignUpAsync(Caller caller, string email, string name) => Assert.Equal(200,
        (await caller.PostAsync("auth/signup-email", new { email, password = "secret phrase", nameOrUserData = name })).Status);
}
