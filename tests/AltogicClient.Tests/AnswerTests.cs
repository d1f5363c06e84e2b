namespace Altogic.Tests;

/// <summary>The three endings of a call: a value, a refusal, an exception.</summary>
public sealed class AnswerTests
{
    private const string Entry = """{"origin":"client_error","code":"email_not_unique","message":"Taken","details":{"param":"email"}}""";
    private static readonly SessionToken Session = new("h.p.s");

    [Theory]
    [InlineData("""{"errors":[""" + Entry + "," + Entry + "]}", 2)]
    [InlineData("""{"errors":""" + Entry + "}", 1)]
    [InlineData("[" + Entry + "]", 1)]
    [InlineData(Entry, 1)]
    public async Task A_refusal_is_read_in_all_four_shapes(string body, int count)
    {
        var recorder = Recorder.Start().Answers(400, body);

        var result = await recorder.Client.Auth.SignUpWithEmailAsync("a@c.d", "secret1");

        Assert.False(result.IsSuccess);
        Assert.Equal((400, count), (result.Error.Status, result.Error.Items.Count));
        Assert.True(result.Error.Has(ErrorCodes.EmailNotUnique));
        Assert.Equal("email", result.Error.Items[0].Param);
        Assert.Throws<InvalidOperationException>(() => result.Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>Bad</html>")]
    [InlineData("""{"errors":[]}""")]
    [InlineData("\"text\"")]
    [InlineData("{\"errors\":[{")]
    [InlineData("""{"errors":[{"code":"\ud800"}]}""")]
    [InlineData("""{"errors":[{"code":"validation_error","details":{"param":"\ud800"}}]}""")]
    public async Task A_refusal_without_a_readable_body_has_an_entry_of_its_own(string body)
    {
        var result = await Recorder.Start().Answers(400, body).Client.Auth.SendMagicLinkEmailAsync("a@c.d");

        Assert.Equal(ErrorCodes.InvalidErrorBody, Assert.Single(result.Error!.Items).Code);
    }

    [Fact]
    public async Task A_refusal_that_the_caller_has_no_answer_for_is_an_outage_and_repeats_nothing_that_was_sent()
    {
        const string body = """{"errors":[{"origin":"client_error","code":"not_allowed","message":"h.p.s may not","details":{"value":"h.p.s"}}]}""";
        var recorder = Recorder.Start().Answers(403, body).Answers(403, body).Answers(200);
        var withoutValue = await recorder.Client.Auth.SignOutAllAsync(Session);
        var withValue = await recorder.Client.Auth.ChangeEmailAsync(Session, "x", "n@c.d");

        foreach (var ensure in (Action[])[() => withoutValue.EnsureSuccess(), () => withValue.EnsureSuccess(except: [ErrorCodes.UserNotFound])])
        {
            var outage = Assert.Throws<AltogicUnavailableException>(ensure);
            Assert.Equal(403, outage.Status);
            Assert.DoesNotContain("h.p.s", outage.ToString());
        }

        withoutValue.EnsureSuccess(except: [ErrorCodes.NotAllowed]);
        (await recorder.Client.Auth.SignOutAllAsync(Session)).EnsureSuccess();
    }

    [Fact]
    public void A_refusal_gives_a_reason_at_least() => Assert.Throws<ArgumentException>(() => new ApiError(400, []));

    [Theory]
    [InlineData(200, "")]
    [InlineData(201, "null")]
    [InlineData(204, null)]
    public async Task A_success_without_a_value_may_have_any_body(int status, string? body) =>
        Assert.True((await Recorder.Start().Answers(status, body).Client.Auth.SendMagicLinkEmailAsync("a@c.d")).IsSuccess);

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(500)]
    public async Task A_dead_session_is_an_exception_whatever_the_status(int status)
    {
        var recorder = Recorder.Start(options => options.ReadRetries = 0)
            .Answers(status, """{"errors":[{"origin":"client_error","code":"invalid_session_token","message":"x"}]}""");

        await Assert.ThrowsAsync<AltogicSessionException>(() => recorder.Client.Auth.GetUserFromDbAsync(Session, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("missing_session_token")]
    [InlineData("invalid_session_token")]
    public async Task A_call_made_without_a_session_is_refused_and_ends_none(string code)
    {
        var recorder = Recorder.Start().Answers(401, $$"""{"errors":[{"code":"{{code}}"}]}""").Answers(401, $$"""{"errors":[{"code":"{{code}}"}]}""");

        Assert.True((await recorder.Client.Auth.SendMagicLinkEmailAsync("a@c.d")).Error!.Has(code));
        Assert.True((await recorder.Client.Db.Model("books").GetAsync(null, "a")).Error!.Has(code));
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    public async Task Somebody_elses_session_is_refused_and_the_callers_own_lives_on(int status)
    {
        var recorder = Recorder.Start().Answers(status, """{"errors":[{"code":"invalid_session_token"}]}""");

        Assert.False((await recorder.Client.Auth.SignOutAsync(Session, new SessionToken("o"))).IsSuccess);
    }

    [Theory]
    [InlineData(200, "<html>")]
    [InlineData(200, """{"user":""")]
    [InlineData(200, """{"user":[1],"session":"x"}""")]
    [InlineData(200, """{"session":null}""")]
    [InlineData(200, "")]
    [InlineData(200, "null")]
    [InlineData(500, "boom")]
    [InlineData(502, "<html>")]
    [InlineData(302, "")]
    [InlineData(429, "")]
    public async Task What_makes_no_sense_is_an_outage_and_a_change_is_not_repeated(int status, string body)
    {
        var recorder = Recorder.Start().Answers(status, body, location: "https://evil.example/");

        await Assert.ThrowsAsync<AltogicUnavailableException>(() => recorder.Client.Auth.SignInWithEmailAsync("a@c.d", "secret1"));

        Assert.Single(recorder.Requests);
    }

    [Fact]
    public async Task Ten_thousand_brackets_and_too_many_bytes_are_outages()
    {
        var deep = Recorder.Start().Answers(200, new string('[', 10_000));
        var long_ = Recorder.Start(options => options.MaxResponseBytes = 1_000).Answers(200, new string(' ', 1_001));

        await Assert.ThrowsAsync<AltogicUnavailableException>(() => deep.Client.Auth.SignInWithEmailAsync("a@c.d", "secret1"));
        await Assert.ThrowsAsync<AltogicUnavailableException>(() => long_.Client.Auth.SignInWithEmailAsync("a@c.d", "secret1"));
    }

    [Fact]
    public async Task A_wrapped_user_is_unwrapped_and_unknown_fields_are_kept()
    {
        var recorder = Recorder.Start().Answers(200, """{"user":{"_id":"a","email":"n@c.d","surname":"L","lastLoginAt":"2022-03-16T16:53:06.237Z"},"session":null}""");

        var changed = await recorder.Client.Auth.ChangePhoneAsync(Session, "x", "+1");

        Assert.Equal(("a", "n@c.d", "L"), (changed.Value.Id, changed.Value.Email, changed.Value.Fields["surname"].GetString()));
        Assert.Equal(new DateTimeOffset(2022, 3, 16, 16, 53, 6, 237, TimeSpan.Zero), changed.Value.LastLoginAt);
    }

    [Fact]
    public async Task Names_of_fields_are_told_apart_by_their_case()
    {
        var recorder = Recorder.Start().Answers(200, """{"_id":"a","email":"ann@c.d","Email":"bea@c.d"}""");

        var user = (await recorder.Client.Auth.GetUserFromDbAsync(Session)).Value;

        Assert.Equal(("ann@c.d", "bea@c.d"), (user.Email, user.Fields["Email"].GetString()));
    }

    [Fact]
    public async Task A_null_says_as_little_as_a_field_that_is_not_there()
    {
        const string Nulls = """{"_id":"a","emailVerified":null,"name":null,"signUpAt":null,"size":null,"isPublic":null,"tags":null}""";
        var recorder = Recorder.Start().Answers(200, Nulls).Answers(200, Nulls).Answers(200, """{"_id":"a"}""");
        var file = recorder.Client.Storage.Bucket("root").File("f");

        Assert.Null((await recorder.Client.Auth.GetUserFromDbAsync(Session)).Value.EmailVerified);
        Assert.Equal((await file.GetAsync(Session)).Value, (await file.GetAsync(Session)).Value);
    }

    [Theory]
    [InlineData("77", 77)]
    [InlineData("Wed, 16 Mar 2022 12:01:17 GMT", 77)]
    [InlineData("Wed, 16 Mar 2022 11:00:00 GMT", 0)]
    [InlineData("soon", null)]
    public async Task A_wait_that_altogic_asks_for_is_told(string retryAfter, int? seconds)
    {
        var recorder = Recorder.Start().Answers(429, "{}", retryAfter: retryAfter);
        recorder.Clock.SetUtcNow(new DateTimeOffset(2022, 3, 16, 12, 0, 0, TimeSpan.Zero));

        var outage = await Assert.ThrowsAsync<AltogicUnavailableException>(() => recorder.Client.Auth.SendMagicLinkEmailAsync("a@c.d"));

        Assert.Equal((429, seconds), (outage.Status, (int?)outage.RetryAfter?.TotalSeconds));
    }

    [Fact]
    public async Task A_caller_who_goes_away_hears_of_a_cancellation_and_not_of_an_outage()
    {
        var recorder = Recorder.Start();
        recorder.NeverAnswers();
        using var visit = new CancellationTokenSource();

        var call = recorder.Client.Auth.GetUserFromDbAsync(Session, visit.Token);
        await recorder.Asked;
        await visit.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task Sessions_may_lack_all_but_their_token_and_a_list_has_no_holes()
    {
        var recorder = Recorder.Start()
            .Answers(200, """[{"token":"t","userAgent":null,"creationDtm":null},{"token":"u","accessGroupKeys":["a"],"new":{}}]""")
            .Answers(200, "[null]");

        Assert.Equal(["t", "u"], (await recorder.Client.Auth.GetAllSessionsAsync(Session)).Value.Select(session => session.Token.Value));
        await Assert.ThrowsAsync<AltogicUnavailableException>(() => recorder.Client.Auth.GetAllSessionsAsync(Session));
    }

    [Fact]
    public async Task No_secret_shows_in_what_is_printed()
    {
        var options = new AltogicOptions { EnvUrl = "https://c1.example.com", ClientKey = "client-key-1", ApiKey = "api-key-1" };
        var grant = new AuthGrant(new AltogicUser { Id = "a", Email = "ann@c.d" }, new AltogicSession { Token = Session });
        var recorder = Recorder.Start().Breaks();
        var failure = await Assert.ThrowsAsync<AltogicUnavailableException>(() => recorder.Client.Auth.GetAuthGrantAsync("access-token-1"));

        var printed = $"{options} {grant} {Session} {failure}";

        Assert.DoesNotContain("h.p.s", printed);
        Assert.DoesNotContain("key-1", printed);
        Assert.DoesNotContain("access-token-1", printed);
        Assert.DoesNotContain("ann@c.d", printed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a\r\nX: y")]
    [InlineData("ä")]
    public void What_no_token_can_be_is_refused_before_it_is_sent(string value)
    {
        Assert.Throws<ArgumentException>(() => new SessionToken(value));
        Assert.False(SessionToken.TryParse(value, out _));
    }
}
