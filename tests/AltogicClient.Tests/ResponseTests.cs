namespace Altogic.Tests;

/// <summary>The three outcomes of a call: a value, a rejection, an exception.</summary>
public sealed class ResponseTests
{
    private const string NotAllowed = """{"errors":[{"origin":"client_error","code":"not_allowed","message":"h.p.s may not","details":{"value":"h.p.s"}}]}""";
    private const string Entry = """{"origin":"client_error","code":"email_not_unique","message":"Taken","details":{"param":"email"}}""";
    private static readonly SessionToken Session = new("h.p.s");

    [Theory]
    [InlineData("""{"errors":[""" + Entry + "," + Entry + "]}", 2)]
    [InlineData("""{"errors":""" + Entry + "}", 1)]
    [InlineData("[" + Entry + "]", 1)]
    [InlineData(Entry, 1)]
    public async Task Error_body_is_read_in_all_four_shapes(string body, int count)
    {
        var recorder = Recorder.Start().Responds(400, body);

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
    public async Task Unreadable_error_body_has_its_own_error_code(string body)
    {
        var result = await Recorder.Start().Responds(400, body).Client.Auth.SendMagicLinkEmailAsync("a@c.d");

        Assert.Equal(ErrorCodes.InvalidErrorBody, Assert.Single(result.Error!.Items).Code);
    }

    [Fact]
    public async Task EnsureSuccess_throws_an_unexpected_rejection()
    {
        var rejected = await Recorder.Start().Responds(403, NotAllowed).Client.Auth.SignOutAllAsync(Session);

        Assert.Equal(403, Assert.Throws<AltogicRejectedException>(() => rejected.EnsureSuccess()).Status);
    }

    [Fact]
    public async Task EnsureSuccess_of_a_value_expects_only_the_given_codes()
    {
        var rejected = await Recorder.Start().Responds(403, NotAllowed).Client.Auth.ChangeEmailAsync(Session, "x", "n@c.d");

        Assert.Throws<AltogicRejectedException>(() => rejected.EnsureSuccess(except: [ErrorCodes.UserNotFound]));
        rejected.EnsureSuccess(except: [ErrorCodes.NotAllowed]);
    }

    [Fact]
    public async Task EnsureSuccess_does_not_repeat_details_of_the_rejection()
    {
        var rejected = await Recorder.Start().Responds(403, NotAllowed).Client.Auth.SignOutAllAsync(Session);

        Assert.DoesNotContain("h.p.s", Assert.Throws<AltogicRejectedException>(() => rejected.EnsureSuccess()).ToString());
    }

    [Fact]
    public async Task EnsureSuccess_accepts_success_and_expected_codes()
    {
        var recorder = Recorder.Start().Responds(403, NotAllowed).Responds(200);

        (await recorder.Client.Auth.SignOutAllAsync(Session)).EnsureSuccess(except: [ErrorCodes.NotAllowed]);
        (await recorder.Client.Auth.SignOutAllAsync(Session)).EnsureSuccess();
    }

    [Fact]
    public void Error_without_items_is_invalid() => Assert.Throws<ArgumentException>(() => new ApiError(400, []));

    [Theory]
    [InlineData(200, "")]
    [InlineData(201, "null")]
    [InlineData(204, null)]
    public async Task Success_without_a_value_accepts_any_body(int status, string? body) =>
        Assert.True((await Recorder.Start().Responds(status, body).Client.Auth.SendMagicLinkEmailAsync("a@c.d")).IsSuccess);

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(500)]
    public async Task Ended_session_throws_whatever_the_status(int status)
    {
        var recorder = Recorder.Start(options => options.ReadRetries = 0)
            .Responds(status, """{"errors":[{"origin":"client_error","code":"invalid_session_token","message":"x"}]}""");

        await Assert.ThrowsAsync<AltogicSessionException>(() => recorder.Client.Auth.GetUserFromDbAsync(Session, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("missing_session_token")]
    [InlineData("invalid_session_token")]
    public async Task Call_without_a_session_returns_a_session_error(string code)
    {
        var recorder = Recorder.Start().Responds(401, $$"""{"errors":[{"code":"{{code}}"}]}""").Responds(401, $$"""{"errors":[{"code":"{{code}}"}]}""");

        Assert.True((await recorder.Client.Auth.SendMagicLinkEmailAsync("a@c.d")).Error!.Has(code));
        Assert.True((await recorder.Client.Db.Model("books").GetAsync(null, "a")).Error!.Has(code));
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    public async Task Rejected_foreign_session_does_not_end_the_own(int status)
    {
        var recorder = Recorder.Start().Responds(status, """{"errors":[{"code":"invalid_session_token"}]}""");

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
    public async Task Invalid_response_throws_unavailable_without_a_retry(int status, string body)
    {
        var recorder = Recorder.Start().Responds(status, body, location: "https://evil.example/");

        await Assert.ThrowsAsync<AltogicUnavailableException>(() => recorder.Client.Auth.SignInWithEmailAsync("a@c.d", "secret1"));

        Assert.Single(recorder.Requests);
    }

    [Fact]
    public async Task Deeply_nested_response_throws_unavailable()
    {
        var recorder = Recorder.Start().Responds(200, new string('[', 10_000));

        await Assert.ThrowsAsync<AltogicUnavailableException>(() => recorder.Client.Auth.SignInWithEmailAsync("a@c.d", "secret1"));
    }

    [Fact]
    public async Task Too_large_response_throws_unavailable()
    {
        var recorder = Recorder.Start(options => options.MaxResponseBytes = 1_000).Responds(200, new string(' ', 1_001));

        await Assert.ThrowsAsync<AltogicUnavailableException>(() => recorder.Client.Auth.SignInWithEmailAsync("a@c.d", "secret1"));
    }

    [Fact]
    public async Task Wrapped_user_is_read_with_unknown_fields()
    {
        var recorder = Recorder.Start().Responds(200, """{"user":{"_id":"a","email":"n@c.d","surname":"L","lastLoginAt":"2022-03-16T16:53:06.237Z"},"session":null}""");

        var changed = await recorder.Client.Auth.ChangePhoneAsync(Session, "x", "+1");

        Assert.Equal(("a", "n@c.d", "L"), (changed.Value.Id, changed.Value.Email, changed.Value.Fields["surname"].GetString()));
        Assert.Equal(new DateTimeOffset(2022, 3, 16, 16, 53, 6, 237, TimeSpan.Zero), changed.Value.LastLoginAt);
    }

    [Fact]
    public async Task Field_names_are_case_sensitive()
    {
        var recorder = Recorder.Start().Responds(200, """{"_id":"a","email":"ann@c.d","Email":"bea@c.d"}""");

        var user = (await recorder.Client.Auth.GetUserFromDbAsync(Session)).Value;

        Assert.Equal(("ann@c.d", "bea@c.d"), (user.Email, user.Fields["Email"].GetString()));
    }

    [Fact]
    public async Task Null_field_equals_a_missing_field()
    {
        var recorder = Recorder.Start().Responds(200, """{"_id":"a","size":null,"isPublic":null,"tags":null}""").Responds(200, """{"_id":"a"}""");
        var file = recorder.Client.Storage.Bucket("root").File("f");

        Assert.Equal((await file.GetAsync(Session)).Value, (await file.GetAsync(Session)).Value);
    }

    [Theory]
    [InlineData("77", 77)]
    [InlineData("Wed, 16 Mar 2022 12:01:17 GMT", 77)]
    [InlineData("Wed, 16 Mar 2022 11:00:00 GMT", 0)]
    [InlineData("soon", null)]
    public async Task Retry_after_is_part_of_the_exception(string retryAfter, int? seconds)
    {
        var recorder = Recorder.Start().Responds(429, "{}", retryAfter: retryAfter);
        recorder.Clock.SetUtcNow(new DateTimeOffset(2022, 3, 16, 12, 0, 0, TimeSpan.Zero));

        var outage = await Assert.ThrowsAsync<AltogicUnavailableException>(() => recorder.Client.Auth.SendMagicLinkEmailAsync("a@c.d"));

        Assert.Equal((429, seconds), (outage.Status, (int?)outage.RetryAfter?.TotalSeconds));
    }

    [Fact]
    public async Task Cancelled_call_throws_a_cancellation_exception()
    {
        var recorder = Recorder.Start();
        recorder.NeverResponds();
        using var visit = new CancellationTokenSource();

        var call = recorder.Client.Auth.GetUserFromDbAsync(Session, visit.Token);
        await recorder.Asked;
        await visit.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task Session_needs_only_its_token()
    {
        var recorder = Recorder.Start()
            .Responds(200, """[{"token":"t","userAgent":null,"creationDtm":null},{"token":"u","accessGroupKeys":["a"],"new":{}}]""");

        Assert.Equal(["t", "u"], (await recorder.Client.Auth.GetAllSessionsAsync(Session)).Value.Select(session => session.Token.Value));
    }

    [Fact]
    public async Task Session_list_with_null_throws_unavailable()
    {
        var recorder = Recorder.Start().Responds(200, "[null]");

        await Assert.ThrowsAsync<AltogicUnavailableException>(() => recorder.Client.Auth.GetAllSessionsAsync(Session));
    }

    [Fact]
    public async Task Printed_values_contain_no_secrets()
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
    public void Invalid_session_token_is_rejected(string value)
    {
        Assert.Throws<ArgumentException>(() => new SessionToken(value));
        Assert.False(SessionToken.TryParse(value, out _));
    }
}
