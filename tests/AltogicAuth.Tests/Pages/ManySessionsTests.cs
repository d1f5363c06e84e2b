using System.IO.Compression;
using System.Net;
using System.Text.Json.Nodes;
using AltogicAuth.Backend.Testing;
using AltogicAuth.Tests.App;
using AltogicAuth.Tests.Shared;

namespace AltogicAuth.Tests.Pages;

/// <summary>A user with more sessions than can be shown, or than the client reads.</summary>
public sealed class ManySessionsTests : IAsyncDisposable
{
    private const string TooMany = "You have too many sessions to show them here. Once you end all others, this list works again.";

    private readonly TestApp _app = new();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData(1_001)]
    [InlineData(30_000)]
    public async Task The_profile_says_so_and_ends_all_others(int count)
    {
        var (visitor, user) = await _app.NewLoggedInAsync();
        AddSessions(count);

        var profile = await visitor.OpenAsync("/profile");
        Assert.Equal(HttpStatusCode.OK, profile.Status);
        Assert.Equal(user.Name, profile.Document.QuerySelector("#name")!.TextContent);
        Assert.Contains(TooMany, profile.Document.QuerySelector("#sessions")!.TextContent);
        Assert.Empty(profile.Document.QuerySelectorAll(".session"));

        var ended = await visitor.FollowAsync(await visitor.SubmitAsync(profile, "form[action$='handler=EndOtherSessions']"));
        Assert.Equal("All your other sessions have been ended.", ended.Notice);
        Assert.Single(ended.Document.QuerySelectorAll(".session"));
        Assert.DoesNotContain(TooMany, ended.Text);
    }

    [Fact]
    public async Task Everything_else_on_the_profile_works_meanwhile()
    {
        var (visitor, _) = await _app.NewLoggedInAsync();
        var before = await visitor.OpenAsync("/profile");
        _app.Faults.Add(new Fault("auth/sessions", FaultKind.Oversized));

        Assert.Equal("Your name has been saved.", (await visitor.FollowAsync(await visitor.SubmitAsync(before, "form[action$='handler=Name']", ("Name", "Ada King")))).Notice);
        Assert.Equal("Enter your name.", (await visitor.SubmitAsync(before, "form[action$='handler=Name']", ("Name", ""))).ErrorOf("NameForm_Name"));
        var token = before.FieldsOf(before.Form("form[action$='handler=Name']")).Where(field => field.Key == "__RequestVerificationToken");
        var ended = await visitor.FollowAsync(await visitor.PostAsync("/profile?handler=EndSession", [.. token, KeyValuePair.Create("id", "x")]));
        Assert.Equal(TooMany, ended.Notice);
        Assert.NotNull((await visitor.OpenAsync("/profile")).Form("form[action$='handler=EndOtherSessions']"));
    }

    [Fact]
    public async Task The_export_has_everything_else()
    {
        var (visitor, user) = await _app.NewLoggedInAsync();
        _app.Faults.Add(new Fault("auth/sessions", FaultKind.Oversized));

        var export = await visitor.SubmitAsync(await visitor.OpenAsync("/profile/export"), "main form");

        Assert.Equal(HttpStatusCode.OK, export.Status);
        using var zip = new ZipArchive(new MemoryStream(export.Bytes));
        Assert.Equal(user.Email, (string?)(await ReadAsync(zip, "profile.json"))["email"]);
        Assert.StartsWith("There are too many sessions to list.", (string?)(await ReadAsync(zip, "sessions.json"))["omitted"]);
    }

    /// <summary>As an environment without a maximum has them. There is one user with one session.</summary>
    private void AddSessions(int count) => TestDatabase.Query(
        Path.Combine(_app.DataDirectory.FullName, "backend"),
        $"""
         with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < {count})
         insert into sessions (token_hash, token, user_id, created_at, user_agent, last_used_at)
         select {TestDatabase.RandomBytes}, token, user_id, created_at, user_agent, last_used_at from numbers, sessions
         """);

    private static async Task<JsonNode> ReadAsync(ZipArchive zip, string name)
    {
        await using var entry = await zip.GetEntry(name)!.OpenAsync(TestContext.Current.CancellationToken);
        return (await JsonNode.ParseAsync(entry, cancellationToken: TestContext.Current.CancellationToken))!;
    }
}
